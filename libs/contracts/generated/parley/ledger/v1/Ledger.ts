// Original file: proto/parley/ledger/v1/ledger.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ReadRequest as _parley_ledger_v1_ReadRequest, ReadRequest__Output as _parley_ledger_v1_ReadRequest__Output } from '../../../parley/ledger/v1/ReadRequest';
import type { ReadResponse as _parley_ledger_v1_ReadResponse, ReadResponse__Output as _parley_ledger_v1_ReadResponse__Output } from '../../../parley/ledger/v1/ReadResponse';
import type { StatusRequest as _parley_ledger_v1_StatusRequest, StatusRequest__Output as _parley_ledger_v1_StatusRequest__Output } from '../../../parley/ledger/v1/StatusRequest';
import type { StatusResponse as _parley_ledger_v1_StatusResponse, StatusResponse__Output as _parley_ledger_v1_StatusResponse__Output } from '../../../parley/ledger/v1/StatusResponse';
import type { WatchRequest as _parley_ledger_v1_WatchRequest, WatchRequest__Output as _parley_ledger_v1_WatchRequest__Output } from '../../../parley/ledger/v1/WatchRequest';
import type { WatchResponse as _parley_ledger_v1_WatchResponse, WatchResponse__Output as _parley_ledger_v1_WatchResponse__Output } from '../../../parley/ledger/v1/WatchResponse';
import type { WriteRequest as _parley_ledger_v1_WriteRequest, WriteRequest__Output as _parley_ledger_v1_WriteRequest__Output } from '../../../parley/ledger/v1/WriteRequest';
import type { WriteResponse as _parley_ledger_v1_WriteResponse, WriteResponse__Output as _parley_ledger_v1_WriteResponse__Output } from '../../../parley/ledger/v1/WriteResponse';

export interface LedgerClient extends grpc.Client {
  Read(argument: _parley_ledger_v1_ReadRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_ledger_v1_ReadResponse__Output>): grpc.ClientUnaryCall;
  Read(argument: _parley_ledger_v1_ReadRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_ledger_v1_ReadResponse__Output>): grpc.ClientUnaryCall;
  Read(argument: _parley_ledger_v1_ReadRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_ledger_v1_ReadResponse__Output>): grpc.ClientUnaryCall;
  Read(argument: _parley_ledger_v1_ReadRequest, callback: grpc.requestCallback<_parley_ledger_v1_ReadResponse__Output>): grpc.ClientUnaryCall;
  read(argument: _parley_ledger_v1_ReadRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_ledger_v1_ReadResponse__Output>): grpc.ClientUnaryCall;
  read(argument: _parley_ledger_v1_ReadRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_ledger_v1_ReadResponse__Output>): grpc.ClientUnaryCall;
  read(argument: _parley_ledger_v1_ReadRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_ledger_v1_ReadResponse__Output>): grpc.ClientUnaryCall;
  read(argument: _parley_ledger_v1_ReadRequest, callback: grpc.requestCallback<_parley_ledger_v1_ReadResponse__Output>): grpc.ClientUnaryCall;
  
  Status(argument: _parley_ledger_v1_StatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_ledger_v1_StatusResponse__Output>): grpc.ClientUnaryCall;
  Status(argument: _parley_ledger_v1_StatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_ledger_v1_StatusResponse__Output>): grpc.ClientUnaryCall;
  Status(argument: _parley_ledger_v1_StatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_ledger_v1_StatusResponse__Output>): grpc.ClientUnaryCall;
  Status(argument: _parley_ledger_v1_StatusRequest, callback: grpc.requestCallback<_parley_ledger_v1_StatusResponse__Output>): grpc.ClientUnaryCall;
  status(argument: _parley_ledger_v1_StatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_ledger_v1_StatusResponse__Output>): grpc.ClientUnaryCall;
  status(argument: _parley_ledger_v1_StatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_ledger_v1_StatusResponse__Output>): grpc.ClientUnaryCall;
  status(argument: _parley_ledger_v1_StatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_ledger_v1_StatusResponse__Output>): grpc.ClientUnaryCall;
  status(argument: _parley_ledger_v1_StatusRequest, callback: grpc.requestCallback<_parley_ledger_v1_StatusResponse__Output>): grpc.ClientUnaryCall;
  
  Watch(argument: _parley_ledger_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_parley_ledger_v1_WatchResponse__Output>;
  Watch(argument: _parley_ledger_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_parley_ledger_v1_WatchResponse__Output>;
  watch(argument: _parley_ledger_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_parley_ledger_v1_WatchResponse__Output>;
  watch(argument: _parley_ledger_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_parley_ledger_v1_WatchResponse__Output>;
  
  Write(argument: _parley_ledger_v1_WriteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_ledger_v1_WriteResponse__Output>): grpc.ClientUnaryCall;
  Write(argument: _parley_ledger_v1_WriteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_ledger_v1_WriteResponse__Output>): grpc.ClientUnaryCall;
  Write(argument: _parley_ledger_v1_WriteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_ledger_v1_WriteResponse__Output>): grpc.ClientUnaryCall;
  Write(argument: _parley_ledger_v1_WriteRequest, callback: grpc.requestCallback<_parley_ledger_v1_WriteResponse__Output>): grpc.ClientUnaryCall;
  write(argument: _parley_ledger_v1_WriteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_ledger_v1_WriteResponse__Output>): grpc.ClientUnaryCall;
  write(argument: _parley_ledger_v1_WriteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_ledger_v1_WriteResponse__Output>): grpc.ClientUnaryCall;
  write(argument: _parley_ledger_v1_WriteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_ledger_v1_WriteResponse__Output>): grpc.ClientUnaryCall;
  write(argument: _parley_ledger_v1_WriteRequest, callback: grpc.requestCallback<_parley_ledger_v1_WriteResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface LedgerHandlers extends grpc.UntypedServiceImplementation {
  Read: grpc.handleUnaryCall<_parley_ledger_v1_ReadRequest__Output, _parley_ledger_v1_ReadResponse>;
  
  Status: grpc.handleUnaryCall<_parley_ledger_v1_StatusRequest__Output, _parley_ledger_v1_StatusResponse>;
  
  Watch: grpc.handleServerStreamingCall<_parley_ledger_v1_WatchRequest__Output, _parley_ledger_v1_WatchResponse>;
  
  Write: grpc.handleUnaryCall<_parley_ledger_v1_WriteRequest__Output, _parley_ledger_v1_WriteResponse>;
  
}

export interface LedgerDefinition extends grpc.ServiceDefinition {
  Read: MethodDefinition<_parley_ledger_v1_ReadRequest, _parley_ledger_v1_ReadResponse, _parley_ledger_v1_ReadRequest__Output, _parley_ledger_v1_ReadResponse__Output>
  Status: MethodDefinition<_parley_ledger_v1_StatusRequest, _parley_ledger_v1_StatusResponse, _parley_ledger_v1_StatusRequest__Output, _parley_ledger_v1_StatusResponse__Output>
  Watch: MethodDefinition<_parley_ledger_v1_WatchRequest, _parley_ledger_v1_WatchResponse, _parley_ledger_v1_WatchRequest__Output, _parley_ledger_v1_WatchResponse__Output>
  Write: MethodDefinition<_parley_ledger_v1_WriteRequest, _parley_ledger_v1_WriteResponse, _parley_ledger_v1_WriteRequest__Output, _parley_ledger_v1_WriteResponse__Output>
}
