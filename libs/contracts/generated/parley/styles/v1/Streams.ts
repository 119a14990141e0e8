// Original file: proto/parley/styles/v1/streams.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ConverseRequest as _parley_styles_v1_ConverseRequest, ConverseRequest__Output as _parley_styles_v1_ConverseRequest__Output } from '../../../parley/styles/v1/ConverseRequest';
import type { ConverseResponse as _parley_styles_v1_ConverseResponse, ConverseResponse__Output as _parley_styles_v1_ConverseResponse__Output } from '../../../parley/styles/v1/ConverseResponse';
import type { FeedRequest as _parley_styles_v1_FeedRequest, FeedRequest__Output as _parley_styles_v1_FeedRequest__Output } from '../../../parley/styles/v1/FeedRequest';
import type { FeedResponse as _parley_styles_v1_FeedResponse, FeedResponse__Output as _parley_styles_v1_FeedResponse__Output } from '../../../parley/styles/v1/FeedResponse';
import type { UploadRequest as _parley_styles_v1_UploadRequest, UploadRequest__Output as _parley_styles_v1_UploadRequest__Output } from '../../../parley/styles/v1/UploadRequest';
import type { UploadResponse as _parley_styles_v1_UploadResponse, UploadResponse__Output as _parley_styles_v1_UploadResponse__Output } from '../../../parley/styles/v1/UploadResponse';

export interface StreamsClient extends grpc.Client {
  Converse(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_parley_styles_v1_ConverseRequest, _parley_styles_v1_ConverseResponse__Output>;
  Converse(options?: grpc.CallOptions): grpc.ClientDuplexStream<_parley_styles_v1_ConverseRequest, _parley_styles_v1_ConverseResponse__Output>;
  converse(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_parley_styles_v1_ConverseRequest, _parley_styles_v1_ConverseResponse__Output>;
  converse(options?: grpc.CallOptions): grpc.ClientDuplexStream<_parley_styles_v1_ConverseRequest, _parley_styles_v1_ConverseResponse__Output>;
  
  Feed(argument: _parley_styles_v1_FeedRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_parley_styles_v1_FeedResponse__Output>;
  Feed(argument: _parley_styles_v1_FeedRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_parley_styles_v1_FeedResponse__Output>;
  feed(argument: _parley_styles_v1_FeedRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_parley_styles_v1_FeedResponse__Output>;
  feed(argument: _parley_styles_v1_FeedRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_parley_styles_v1_FeedResponse__Output>;
  
  Upload(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_styles_v1_UploadResponse__Output>): grpc.ClientWritableStream<_parley_styles_v1_UploadRequest>;
  Upload(metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_styles_v1_UploadResponse__Output>): grpc.ClientWritableStream<_parley_styles_v1_UploadRequest>;
  Upload(options: grpc.CallOptions, callback: grpc.requestCallback<_parley_styles_v1_UploadResponse__Output>): grpc.ClientWritableStream<_parley_styles_v1_UploadRequest>;
  Upload(callback: grpc.requestCallback<_parley_styles_v1_UploadResponse__Output>): grpc.ClientWritableStream<_parley_styles_v1_UploadRequest>;
  upload(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_styles_v1_UploadResponse__Output>): grpc.ClientWritableStream<_parley_styles_v1_UploadRequest>;
  upload(metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_styles_v1_UploadResponse__Output>): grpc.ClientWritableStream<_parley_styles_v1_UploadRequest>;
  upload(options: grpc.CallOptions, callback: grpc.requestCallback<_parley_styles_v1_UploadResponse__Output>): grpc.ClientWritableStream<_parley_styles_v1_UploadRequest>;
  upload(callback: grpc.requestCallback<_parley_styles_v1_UploadResponse__Output>): grpc.ClientWritableStream<_parley_styles_v1_UploadRequest>;
  
}

export interface StreamsHandlers extends grpc.UntypedServiceImplementation {
  Converse: grpc.handleBidiStreamingCall<_parley_styles_v1_ConverseRequest__Output, _parley_styles_v1_ConverseResponse>;
  
  Feed: grpc.handleServerStreamingCall<_parley_styles_v1_FeedRequest__Output, _parley_styles_v1_FeedResponse>;
  
  Upload: grpc.handleClientStreamingCall<_parley_styles_v1_UploadRequest__Output, _parley_styles_v1_UploadResponse>;
  
}

export interface StreamsDefinition extends grpc.ServiceDefinition {
  Converse: MethodDefinition<_parley_styles_v1_ConverseRequest, _parley_styles_v1_ConverseResponse, _parley_styles_v1_ConverseRequest__Output, _parley_styles_v1_ConverseResponse__Output>
  Feed: MethodDefinition<_parley_styles_v1_FeedRequest, _parley_styles_v1_FeedResponse, _parley_styles_v1_FeedRequest__Output, _parley_styles_v1_FeedResponse__Output>
  Upload: MethodDefinition<_parley_styles_v1_UploadRequest, _parley_styles_v1_UploadResponse, _parley_styles_v1_UploadRequest__Output, _parley_styles_v1_UploadResponse__Output>
}
