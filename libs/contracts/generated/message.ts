import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { Failure as _parley_styles_v1_Failure, Failure__Output as _parley_styles_v1_Failure__Output } from './parley/styles/v1/Failure';
import type { Key as _parley_styles_v1_Key, Key__Output as _parley_styles_v1_Key__Output } from './parley/styles/v1/Key';
import type { Message as _parley_styles_v1_Message, Message__Output as _parley_styles_v1_Message__Output } from './parley/styles/v1/Message';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  parley: {
    styles: {
      v1: {
        Failure: MessageTypeDefinition<_parley_styles_v1_Failure, _parley_styles_v1_Failure__Output>
        Key: MessageTypeDefinition<_parley_styles_v1_Key, _parley_styles_v1_Key__Output>
        Message: MessageTypeDefinition<_parley_styles_v1_Message, _parley_styles_v1_Message__Output>
      }
    }
  }
}

