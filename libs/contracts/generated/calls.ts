import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { CallsClient as _parley_styles_v1_CallsClient, CallsDefinition as _parley_styles_v1_CallsDefinition } from './parley/styles/v1/Calls';
import type { EchoRequest as _parley_styles_v1_EchoRequest, EchoRequest__Output as _parley_styles_v1_EchoRequest__Output } from './parley/styles/v1/EchoRequest';
import type { EchoResponse as _parley_styles_v1_EchoResponse, EchoResponse__Output as _parley_styles_v1_EchoResponse__Output } from './parley/styles/v1/EchoResponse';
import type { Failure as _parley_styles_v1_Failure, Failure__Output as _parley_styles_v1_Failure__Output } from './parley/styles/v1/Failure';
import type { Key as _parley_styles_v1_Key, Key__Output as _parley_styles_v1_Key__Output } from './parley/styles/v1/Key';
import type { Message as _parley_styles_v1_Message, Message__Output as _parley_styles_v1_Message__Output } from './parley/styles/v1/Message';
import type { NotifyRequest as _parley_styles_v1_NotifyRequest, NotifyRequest__Output as _parley_styles_v1_NotifyRequest__Output } from './parley/styles/v1/NotifyRequest';
import type { NotifyResponse as _parley_styles_v1_NotifyResponse, NotifyResponse__Output as _parley_styles_v1_NotifyResponse__Output } from './parley/styles/v1/NotifyResponse';
import type { ReserveRequest as _parley_styles_v1_ReserveRequest, ReserveRequest__Output as _parley_styles_v1_ReserveRequest__Output } from './parley/styles/v1/ReserveRequest';
import type { ReserveResponse as _parley_styles_v1_ReserveResponse, ReserveResponse__Output as _parley_styles_v1_ReserveResponse__Output } from './parley/styles/v1/ReserveResponse';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  parley: {
    styles: {
      v1: {
        Calls: SubtypeConstructor<typeof grpc.Client, _parley_styles_v1_CallsClient> & { service: _parley_styles_v1_CallsDefinition }
        EchoRequest: MessageTypeDefinition<_parley_styles_v1_EchoRequest, _parley_styles_v1_EchoRequest__Output>
        EchoResponse: MessageTypeDefinition<_parley_styles_v1_EchoResponse, _parley_styles_v1_EchoResponse__Output>
        Failure: MessageTypeDefinition<_parley_styles_v1_Failure, _parley_styles_v1_Failure__Output>
        Key: MessageTypeDefinition<_parley_styles_v1_Key, _parley_styles_v1_Key__Output>
        Message: MessageTypeDefinition<_parley_styles_v1_Message, _parley_styles_v1_Message__Output>
        NotifyRequest: MessageTypeDefinition<_parley_styles_v1_NotifyRequest, _parley_styles_v1_NotifyRequest__Output>
        NotifyResponse: MessageTypeDefinition<_parley_styles_v1_NotifyResponse, _parley_styles_v1_NotifyResponse__Output>
        ReserveRequest: MessageTypeDefinition<_parley_styles_v1_ReserveRequest, _parley_styles_v1_ReserveRequest__Output>
        ReserveResponse: MessageTypeDefinition<_parley_styles_v1_ReserveResponse, _parley_styles_v1_ReserveResponse__Output>
      }
    }
  }
}

