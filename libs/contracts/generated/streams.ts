import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { ConverseRequest as _parley_styles_v1_ConverseRequest, ConverseRequest__Output as _parley_styles_v1_ConverseRequest__Output } from './parley/styles/v1/ConverseRequest';
import type { ConverseResponse as _parley_styles_v1_ConverseResponse, ConverseResponse__Output as _parley_styles_v1_ConverseResponse__Output } from './parley/styles/v1/ConverseResponse';
import type { Failure as _parley_styles_v1_Failure, Failure__Output as _parley_styles_v1_Failure__Output } from './parley/styles/v1/Failure';
import type { FeedRequest as _parley_styles_v1_FeedRequest, FeedRequest__Output as _parley_styles_v1_FeedRequest__Output } from './parley/styles/v1/FeedRequest';
import type { FeedResponse as _parley_styles_v1_FeedResponse, FeedResponse__Output as _parley_styles_v1_FeedResponse__Output } from './parley/styles/v1/FeedResponse';
import type { Key as _parley_styles_v1_Key, Key__Output as _parley_styles_v1_Key__Output } from './parley/styles/v1/Key';
import type { Message as _parley_styles_v1_Message, Message__Output as _parley_styles_v1_Message__Output } from './parley/styles/v1/Message';
import type { StreamsClient as _parley_styles_v1_StreamsClient, StreamsDefinition as _parley_styles_v1_StreamsDefinition } from './parley/styles/v1/Streams';
import type { UploadRequest as _parley_styles_v1_UploadRequest, UploadRequest__Output as _parley_styles_v1_UploadRequest__Output } from './parley/styles/v1/UploadRequest';
import type { UploadResponse as _parley_styles_v1_UploadResponse, UploadResponse__Output as _parley_styles_v1_UploadResponse__Output } from './parley/styles/v1/UploadResponse';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  parley: {
    styles: {
      v1: {
        ConverseRequest: MessageTypeDefinition<_parley_styles_v1_ConverseRequest, _parley_styles_v1_ConverseRequest__Output>
        ConverseResponse: MessageTypeDefinition<_parley_styles_v1_ConverseResponse, _parley_styles_v1_ConverseResponse__Output>
        Failure: MessageTypeDefinition<_parley_styles_v1_Failure, _parley_styles_v1_Failure__Output>
        FeedRequest: MessageTypeDefinition<_parley_styles_v1_FeedRequest, _parley_styles_v1_FeedRequest__Output>
        FeedResponse: MessageTypeDefinition<_parley_styles_v1_FeedResponse, _parley_styles_v1_FeedResponse__Output>
        Key: MessageTypeDefinition<_parley_styles_v1_Key, _parley_styles_v1_Key__Output>
        Message: MessageTypeDefinition<_parley_styles_v1_Message, _parley_styles_v1_Message__Output>
        Streams: SubtypeConstructor<typeof grpc.Client, _parley_styles_v1_StreamsClient> & { service: _parley_styles_v1_StreamsDefinition }
        UploadRequest: MessageTypeDefinition<_parley_styles_v1_UploadRequest, _parley_styles_v1_UploadRequest__Output>
        UploadResponse: MessageTypeDefinition<_parley_styles_v1_UploadResponse, _parley_styles_v1_UploadResponse__Output>
      }
    }
  }
}

