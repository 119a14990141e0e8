// Original file: proto/parley/styles/v1/submissions.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { SubmitRequest as _parley_styles_v1_SubmitRequest, SubmitRequest__Output as _parley_styles_v1_SubmitRequest__Output } from '../../../parley/styles/v1/SubmitRequest';
import type { SubmitResponse as _parley_styles_v1_SubmitResponse, SubmitResponse__Output as _parley_styles_v1_SubmitResponse__Output } from '../../../parley/styles/v1/SubmitResponse';

export interface SubmissionsClient extends grpc.Client {
  Submit(argument: _parley_styles_v1_SubmitRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_styles_v1_SubmitResponse__Output>): grpc.ClientUnaryCall;
  Submit(argument: _parley_styles_v1_SubmitRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_styles_v1_SubmitResponse__Output>): grpc.ClientUnaryCall;
  Submit(argument: _parley_styles_v1_SubmitRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_styles_v1_SubmitResponse__Output>): grpc.ClientUnaryCall;
  Submit(argument: _parley_styles_v1_SubmitRequest, callback: grpc.requestCallback<_parley_styles_v1_SubmitResponse__Output>): grpc.ClientUnaryCall;
  submit(argument: _parley_styles_v1_SubmitRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_styles_v1_SubmitResponse__Output>): grpc.ClientUnaryCall;
  submit(argument: _parley_styles_v1_SubmitRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_styles_v1_SubmitResponse__Output>): grpc.ClientUnaryCall;
  submit(argument: _parley_styles_v1_SubmitRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_styles_v1_SubmitResponse__Output>): grpc.ClientUnaryCall;
  submit(argument: _parley_styles_v1_SubmitRequest, callback: grpc.requestCallback<_parley_styles_v1_SubmitResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface SubmissionsHandlers extends grpc.UntypedServiceImplementation {
  Submit: grpc.handleUnaryCall<_parley_styles_v1_SubmitRequest__Output, _parley_styles_v1_SubmitResponse>;
  
}

export interface SubmissionsDefinition extends grpc.ServiceDefinition {
  Submit: MethodDefinition<_parley_styles_v1_SubmitRequest, _parley_styles_v1_SubmitResponse, _parley_styles_v1_SubmitRequest__Output, _parley_styles_v1_SubmitResponse__Output>
}
