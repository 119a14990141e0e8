// Original file: proto/parley/control/v1/control.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DescribeRequest as _parley_control_v1_DescribeRequest, DescribeRequest__Output as _parley_control_v1_DescribeRequest__Output } from '../../../parley/control/v1/DescribeRequest';
import type { DescribeResponse as _parley_control_v1_DescribeResponse, DescribeResponse__Output as _parley_control_v1_DescribeResponse__Output } from '../../../parley/control/v1/DescribeResponse';
import type { SetFaultRequest as _parley_control_v1_SetFaultRequest, SetFaultRequest__Output as _parley_control_v1_SetFaultRequest__Output } from '../../../parley/control/v1/SetFaultRequest';
import type { SetFaultResponse as _parley_control_v1_SetFaultResponse, SetFaultResponse__Output as _parley_control_v1_SetFaultResponse__Output } from '../../../parley/control/v1/SetFaultResponse';

export interface ControlClient extends grpc.Client {
  Describe(argument: _parley_control_v1_DescribeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_control_v1_DescribeResponse__Output>): grpc.ClientUnaryCall;
  Describe(argument: _parley_control_v1_DescribeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_control_v1_DescribeResponse__Output>): grpc.ClientUnaryCall;
  Describe(argument: _parley_control_v1_DescribeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_control_v1_DescribeResponse__Output>): grpc.ClientUnaryCall;
  Describe(argument: _parley_control_v1_DescribeRequest, callback: grpc.requestCallback<_parley_control_v1_DescribeResponse__Output>): grpc.ClientUnaryCall;
  describe(argument: _parley_control_v1_DescribeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_control_v1_DescribeResponse__Output>): grpc.ClientUnaryCall;
  describe(argument: _parley_control_v1_DescribeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_control_v1_DescribeResponse__Output>): grpc.ClientUnaryCall;
  describe(argument: _parley_control_v1_DescribeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_control_v1_DescribeResponse__Output>): grpc.ClientUnaryCall;
  describe(argument: _parley_control_v1_DescribeRequest, callback: grpc.requestCallback<_parley_control_v1_DescribeResponse__Output>): grpc.ClientUnaryCall;
  
  SetFault(argument: _parley_control_v1_SetFaultRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_control_v1_SetFaultResponse__Output>): grpc.ClientUnaryCall;
  SetFault(argument: _parley_control_v1_SetFaultRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_control_v1_SetFaultResponse__Output>): grpc.ClientUnaryCall;
  SetFault(argument: _parley_control_v1_SetFaultRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_control_v1_SetFaultResponse__Output>): grpc.ClientUnaryCall;
  SetFault(argument: _parley_control_v1_SetFaultRequest, callback: grpc.requestCallback<_parley_control_v1_SetFaultResponse__Output>): grpc.ClientUnaryCall;
  setFault(argument: _parley_control_v1_SetFaultRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_control_v1_SetFaultResponse__Output>): grpc.ClientUnaryCall;
  setFault(argument: _parley_control_v1_SetFaultRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_control_v1_SetFaultResponse__Output>): grpc.ClientUnaryCall;
  setFault(argument: _parley_control_v1_SetFaultRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_control_v1_SetFaultResponse__Output>): grpc.ClientUnaryCall;
  setFault(argument: _parley_control_v1_SetFaultRequest, callback: grpc.requestCallback<_parley_control_v1_SetFaultResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface ControlHandlers extends grpc.UntypedServiceImplementation {
  Describe: grpc.handleUnaryCall<_parley_control_v1_DescribeRequest__Output, _parley_control_v1_DescribeResponse>;
  
  SetFault: grpc.handleUnaryCall<_parley_control_v1_SetFaultRequest__Output, _parley_control_v1_SetFaultResponse>;
  
}

export interface ControlDefinition extends grpc.ServiceDefinition {
  Describe: MethodDefinition<_parley_control_v1_DescribeRequest, _parley_control_v1_DescribeResponse, _parley_control_v1_DescribeRequest__Output, _parley_control_v1_DescribeResponse__Output>
  SetFault: MethodDefinition<_parley_control_v1_SetFaultRequest, _parley_control_v1_SetFaultResponse, _parley_control_v1_SetFaultRequest__Output, _parley_control_v1_SetFaultResponse__Output>
}
