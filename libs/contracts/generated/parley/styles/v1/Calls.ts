// Original file: proto/parley/styles/v1/calls.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { EchoRequest as _parley_styles_v1_EchoRequest, EchoRequest__Output as _parley_styles_v1_EchoRequest__Output } from '../../../parley/styles/v1/EchoRequest';
import type { EchoResponse as _parley_styles_v1_EchoResponse, EchoResponse__Output as _parley_styles_v1_EchoResponse__Output } from '../../../parley/styles/v1/EchoResponse';
import type { NotifyRequest as _parley_styles_v1_NotifyRequest, NotifyRequest__Output as _parley_styles_v1_NotifyRequest__Output } from '../../../parley/styles/v1/NotifyRequest';
import type { NotifyResponse as _parley_styles_v1_NotifyResponse, NotifyResponse__Output as _parley_styles_v1_NotifyResponse__Output } from '../../../parley/styles/v1/NotifyResponse';
import type { ReserveRequest as _parley_styles_v1_ReserveRequest, ReserveRequest__Output as _parley_styles_v1_ReserveRequest__Output } from '../../../parley/styles/v1/ReserveRequest';
import type { ReserveResponse as _parley_styles_v1_ReserveResponse, ReserveResponse__Output as _parley_styles_v1_ReserveResponse__Output } from '../../../parley/styles/v1/ReserveResponse';

export interface CallsClient extends grpc.Client {
  Echo(argument: _parley_styles_v1_EchoRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_styles_v1_EchoResponse__Output>): grpc.ClientUnaryCall;
  Echo(argument: _parley_styles_v1_EchoRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_styles_v1_EchoResponse__Output>): grpc.ClientUnaryCall;
  Echo(argument: _parley_styles_v1_EchoRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_styles_v1_EchoResponse__Output>): grpc.ClientUnaryCall;
  Echo(argument: _parley_styles_v1_EchoRequest, callback: grpc.requestCallback<_parley_styles_v1_EchoResponse__Output>): grpc.ClientUnaryCall;
  echo(argument: _parley_styles_v1_EchoRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_styles_v1_EchoResponse__Output>): grpc.ClientUnaryCall;
  echo(argument: _parley_styles_v1_EchoRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_styles_v1_EchoResponse__Output>): grpc.ClientUnaryCall;
  echo(argument: _parley_styles_v1_EchoRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_styles_v1_EchoResponse__Output>): grpc.ClientUnaryCall;
  echo(argument: _parley_styles_v1_EchoRequest, callback: grpc.requestCallback<_parley_styles_v1_EchoResponse__Output>): grpc.ClientUnaryCall;
  
  Notify(argument: _parley_styles_v1_NotifyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_styles_v1_NotifyResponse__Output>): grpc.ClientUnaryCall;
  Notify(argument: _parley_styles_v1_NotifyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_styles_v1_NotifyResponse__Output>): grpc.ClientUnaryCall;
  Notify(argument: _parley_styles_v1_NotifyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_styles_v1_NotifyResponse__Output>): grpc.ClientUnaryCall;
  Notify(argument: _parley_styles_v1_NotifyRequest, callback: grpc.requestCallback<_parley_styles_v1_NotifyResponse__Output>): grpc.ClientUnaryCall;
  notify(argument: _parley_styles_v1_NotifyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_styles_v1_NotifyResponse__Output>): grpc.ClientUnaryCall;
  notify(argument: _parley_styles_v1_NotifyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_styles_v1_NotifyResponse__Output>): grpc.ClientUnaryCall;
  notify(argument: _parley_styles_v1_NotifyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_styles_v1_NotifyResponse__Output>): grpc.ClientUnaryCall;
  notify(argument: _parley_styles_v1_NotifyRequest, callback: grpc.requestCallback<_parley_styles_v1_NotifyResponse__Output>): grpc.ClientUnaryCall;
  
  Reserve(argument: _parley_styles_v1_ReserveRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_styles_v1_ReserveResponse__Output>): grpc.ClientUnaryCall;
  Reserve(argument: _parley_styles_v1_ReserveRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_styles_v1_ReserveResponse__Output>): grpc.ClientUnaryCall;
  Reserve(argument: _parley_styles_v1_ReserveRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_styles_v1_ReserveResponse__Output>): grpc.ClientUnaryCall;
  Reserve(argument: _parley_styles_v1_ReserveRequest, callback: grpc.requestCallback<_parley_styles_v1_ReserveResponse__Output>): grpc.ClientUnaryCall;
  reserve(argument: _parley_styles_v1_ReserveRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_styles_v1_ReserveResponse__Output>): grpc.ClientUnaryCall;
  reserve(argument: _parley_styles_v1_ReserveRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_styles_v1_ReserveResponse__Output>): grpc.ClientUnaryCall;
  reserve(argument: _parley_styles_v1_ReserveRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_styles_v1_ReserveResponse__Output>): grpc.ClientUnaryCall;
  reserve(argument: _parley_styles_v1_ReserveRequest, callback: grpc.requestCallback<_parley_styles_v1_ReserveResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface CallsHandlers extends grpc.UntypedServiceImplementation {
  Echo: grpc.handleUnaryCall<_parley_styles_v1_EchoRequest__Output, _parley_styles_v1_EchoResponse>;
  
  Notify: grpc.handleUnaryCall<_parley_styles_v1_NotifyRequest__Output, _parley_styles_v1_NotifyResponse>;
  
  Reserve: grpc.handleUnaryCall<_parley_styles_v1_ReserveRequest__Output, _parley_styles_v1_ReserveResponse>;
  
}

export interface CallsDefinition extends grpc.ServiceDefinition {
  Echo: MethodDefinition<_parley_styles_v1_EchoRequest, _parley_styles_v1_EchoResponse, _parley_styles_v1_EchoRequest__Output, _parley_styles_v1_EchoResponse__Output>
  Notify: MethodDefinition<_parley_styles_v1_NotifyRequest, _parley_styles_v1_NotifyResponse, _parley_styles_v1_NotifyRequest__Output, _parley_styles_v1_NotifyResponse__Output>
  Reserve: MethodDefinition<_parley_styles_v1_ReserveRequest, _parley_styles_v1_ReserveResponse, _parley_styles_v1_ReserveRequest__Output, _parley_styles_v1_ReserveResponse__Output>
}
