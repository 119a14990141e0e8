import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { CollectClient as _parley_styles_v1_CollectClient, CollectDefinition as _parley_styles_v1_CollectDefinition } from './parley/styles/v1/Collect';
import type { Failure as _parley_styles_v1_Failure, Failure__Output as _parley_styles_v1_Failure__Output } from './parley/styles/v1/Failure';
import type { Key as _parley_styles_v1_Key, Key__Output as _parley_styles_v1_Key__Output } from './parley/styles/v1/Key';
import type { Message as _parley_styles_v1_Message, Message__Output as _parley_styles_v1_Message__Output } from './parley/styles/v1/Message';
import type { ResultRequest as _parley_styles_v1_ResultRequest, ResultRequest__Output as _parley_styles_v1_ResultRequest__Output } from './parley/styles/v1/ResultRequest';
import type { ResultResponse as _parley_styles_v1_ResultResponse, ResultResponse__Output as _parley_styles_v1_ResultResponse__Output } from './parley/styles/v1/ResultResponse';
import type { SubmissionsClient as _parley_styles_v1_SubmissionsClient, SubmissionsDefinition as _parley_styles_v1_SubmissionsDefinition } from './parley/styles/v1/Submissions';
import type { SubmitRequest as _parley_styles_v1_SubmitRequest, SubmitRequest__Output as _parley_styles_v1_SubmitRequest__Output } from './parley/styles/v1/SubmitRequest';
import type { SubmitResponse as _parley_styles_v1_SubmitResponse, SubmitResponse__Output as _parley_styles_v1_SubmitResponse__Output } from './parley/styles/v1/SubmitResponse';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  parley: {
    styles: {
      v1: {
        Collect: SubtypeConstructor<typeof grpc.Client, _parley_styles_v1_CollectClient> & { service: _parley_styles_v1_CollectDefinition }
        Failure: MessageTypeDefinition<_parley_styles_v1_Failure, _parley_styles_v1_Failure__Output>
        Key: MessageTypeDefinition<_parley_styles_v1_Key, _parley_styles_v1_Key__Output>
        Message: MessageTypeDefinition<_parley_styles_v1_Message, _parley_styles_v1_Message__Output>
        ResultRequest: MessageTypeDefinition<_parley_styles_v1_ResultRequest, _parley_styles_v1_ResultRequest__Output>
        ResultResponse: MessageTypeDefinition<_parley_styles_v1_ResultResponse, _parley_styles_v1_ResultResponse__Output>
        Submissions: SubtypeConstructor<typeof grpc.Client, _parley_styles_v1_SubmissionsClient> & { service: _parley_styles_v1_SubmissionsDefinition }
        SubmitRequest: MessageTypeDefinition<_parley_styles_v1_SubmitRequest, _parley_styles_v1_SubmitRequest__Output>
        SubmitResponse: MessageTypeDefinition<_parley_styles_v1_SubmitResponse, _parley_styles_v1_SubmitResponse__Output>
      }
    }
  }
}

