// Original file: proto/parley/styles/v1/submissions.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ResultRequest as _parley_styles_v1_ResultRequest, ResultRequest__Output as _parley_styles_v1_ResultRequest__Output } from '../../../parley/styles/v1/ResultRequest';
import type { ResultResponse as _parley_styles_v1_ResultResponse, ResultResponse__Output as _parley_styles_v1_ResultResponse__Output } from '../../../parley/styles/v1/ResultResponse';

export interface CollectClient extends grpc.Client {
  Result(argument: _parley_styles_v1_ResultRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_styles_v1_ResultResponse__Output>): grpc.ClientUnaryCall;
  Result(argument: _parley_styles_v1_ResultRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_styles_v1_ResultResponse__Output>): grpc.ClientUnaryCall;
  Result(argument: _parley_styles_v1_ResultRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_styles_v1_ResultResponse__Output>): grpc.ClientUnaryCall;
  Result(argument: _parley_styles_v1_ResultRequest, callback: grpc.requestCallback<_parley_styles_v1_ResultResponse__Output>): grpc.ClientUnaryCall;
  result(argument: _parley_styles_v1_ResultRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_styles_v1_ResultResponse__Output>): grpc.ClientUnaryCall;
  result(argument: _parley_styles_v1_ResultRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_styles_v1_ResultResponse__Output>): grpc.ClientUnaryCall;
  result(argument: _parley_styles_v1_ResultRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_styles_v1_ResultResponse__Output>): grpc.ClientUnaryCall;
  result(argument: _parley_styles_v1_ResultRequest, callback: grpc.requestCallback<_parley_styles_v1_ResultResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface CollectHandlers extends grpc.UntypedServiceImplementation {
  Result: grpc.handleUnaryCall<_parley_styles_v1_ResultRequest__Output, _parley_styles_v1_ResultResponse>;
  
}

export interface CollectDefinition extends grpc.ServiceDefinition {
  Result: MethodDefinition<_parley_styles_v1_ResultRequest, _parley_styles_v1_ResultResponse, _parley_styles_v1_ResultRequest__Output, _parley_styles_v1_ResultResponse__Output>
}
