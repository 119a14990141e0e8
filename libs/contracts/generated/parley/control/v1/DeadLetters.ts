// Original file: proto/parley/control/v1/control.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ListRequest as _parley_control_v1_ListRequest, ListRequest__Output as _parley_control_v1_ListRequest__Output } from '../../../parley/control/v1/ListRequest';
import type { ListResponse as _parley_control_v1_ListResponse, ListResponse__Output as _parley_control_v1_ListResponse__Output } from '../../../parley/control/v1/ListResponse';
import type { RedriveRequest as _parley_control_v1_RedriveRequest, RedriveRequest__Output as _parley_control_v1_RedriveRequest__Output } from '../../../parley/control/v1/RedriveRequest';
import type { RedriveResponse as _parley_control_v1_RedriveResponse, RedriveResponse__Output as _parley_control_v1_RedriveResponse__Output } from '../../../parley/control/v1/RedriveResponse';
import type { ShowRequest as _parley_control_v1_ShowRequest, ShowRequest__Output as _parley_control_v1_ShowRequest__Output } from '../../../parley/control/v1/ShowRequest';
import type { ShowResponse as _parley_control_v1_ShowResponse, ShowResponse__Output as _parley_control_v1_ShowResponse__Output } from '../../../parley/control/v1/ShowResponse';

export interface DeadLettersClient extends grpc.Client {
  List(argument: _parley_control_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_control_v1_ListResponse__Output>): grpc.ClientUnaryCall;
  List(argument: _parley_control_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_control_v1_ListResponse__Output>): grpc.ClientUnaryCall;
  List(argument: _parley_control_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_control_v1_ListResponse__Output>): grpc.ClientUnaryCall;
  List(argument: _parley_control_v1_ListRequest, callback: grpc.requestCallback<_parley_control_v1_ListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _parley_control_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_control_v1_ListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _parley_control_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_control_v1_ListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _parley_control_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_control_v1_ListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _parley_control_v1_ListRequest, callback: grpc.requestCallback<_parley_control_v1_ListResponse__Output>): grpc.ClientUnaryCall;
  
  Redrive(argument: _parley_control_v1_RedriveRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_control_v1_RedriveResponse__Output>): grpc.ClientUnaryCall;
  Redrive(argument: _parley_control_v1_RedriveRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_control_v1_RedriveResponse__Output>): grpc.ClientUnaryCall;
  Redrive(argument: _parley_control_v1_RedriveRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_control_v1_RedriveResponse__Output>): grpc.ClientUnaryCall;
  Redrive(argument: _parley_control_v1_RedriveRequest, callback: grpc.requestCallback<_parley_control_v1_RedriveResponse__Output>): grpc.ClientUnaryCall;
  redrive(argument: _parley_control_v1_RedriveRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_control_v1_RedriveResponse__Output>): grpc.ClientUnaryCall;
  redrive(argument: _parley_control_v1_RedriveRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_control_v1_RedriveResponse__Output>): grpc.ClientUnaryCall;
  redrive(argument: _parley_control_v1_RedriveRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_control_v1_RedriveResponse__Output>): grpc.ClientUnaryCall;
  redrive(argument: _parley_control_v1_RedriveRequest, callback: grpc.requestCallback<_parley_control_v1_RedriveResponse__Output>): grpc.ClientUnaryCall;
  
  Show(argument: _parley_control_v1_ShowRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_control_v1_ShowResponse__Output>): grpc.ClientUnaryCall;
  Show(argument: _parley_control_v1_ShowRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_control_v1_ShowResponse__Output>): grpc.ClientUnaryCall;
  Show(argument: _parley_control_v1_ShowRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_control_v1_ShowResponse__Output>): grpc.ClientUnaryCall;
  Show(argument: _parley_control_v1_ShowRequest, callback: grpc.requestCallback<_parley_control_v1_ShowResponse__Output>): grpc.ClientUnaryCall;
  show(argument: _parley_control_v1_ShowRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_control_v1_ShowResponse__Output>): grpc.ClientUnaryCall;
  show(argument: _parley_control_v1_ShowRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_control_v1_ShowResponse__Output>): grpc.ClientUnaryCall;
  show(argument: _parley_control_v1_ShowRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_control_v1_ShowResponse__Output>): grpc.ClientUnaryCall;
  show(argument: _parley_control_v1_ShowRequest, callback: grpc.requestCallback<_parley_control_v1_ShowResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface DeadLettersHandlers extends grpc.UntypedServiceImplementation {
  List: grpc.handleUnaryCall<_parley_control_v1_ListRequest__Output, _parley_control_v1_ListResponse>;
  
  Redrive: grpc.handleUnaryCall<_parley_control_v1_RedriveRequest__Output, _parley_control_v1_RedriveResponse>;
  
  Show: grpc.handleUnaryCall<_parley_control_v1_ShowRequest__Output, _parley_control_v1_ShowResponse>;
  
}

export interface DeadLettersDefinition extends grpc.ServiceDefinition {
  List: MethodDefinition<_parley_control_v1_ListRequest, _parley_control_v1_ListResponse, _parley_control_v1_ListRequest__Output, _parley_control_v1_ListResponse__Output>
  Redrive: MethodDefinition<_parley_control_v1_RedriveRequest, _parley_control_v1_RedriveResponse, _parley_control_v1_RedriveRequest__Output, _parley_control_v1_RedriveResponse__Output>
  Show: MethodDefinition<_parley_control_v1_ShowRequest, _parley_control_v1_ShowResponse, _parley_control_v1_ShowRequest__Output, _parley_control_v1_ShowResponse__Output>
}
