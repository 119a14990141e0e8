// Original file: proto/parley/orders/v1/orders.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CancelRequest as _parley_orders_v1_CancelRequest, CancelRequest__Output as _parley_orders_v1_CancelRequest__Output } from '../../../parley/orders/v1/CancelRequest';
import type { CancelResponse as _parley_orders_v1_CancelResponse, CancelResponse__Output as _parley_orders_v1_CancelResponse__Output } from '../../../parley/orders/v1/CancelResponse';
import type { GetRequest as _parley_orders_v1_GetRequest, GetRequest__Output as _parley_orders_v1_GetRequest__Output } from '../../../parley/orders/v1/GetRequest';
import type { GetResponse as _parley_orders_v1_GetResponse, GetResponse__Output as _parley_orders_v1_GetResponse__Output } from '../../../parley/orders/v1/GetResponse';
import type { GetReturnRequest as _parley_orders_v1_GetReturnRequest, GetReturnRequest__Output as _parley_orders_v1_GetReturnRequest__Output } from '../../../parley/orders/v1/GetReturnRequest';
import type { GetReturnResponse as _parley_orders_v1_GetReturnResponse, GetReturnResponse__Output as _parley_orders_v1_GetReturnResponse__Output } from '../../../parley/orders/v1/GetReturnResponse';
import type { ListRequest as _parley_orders_v1_ListRequest, ListRequest__Output as _parley_orders_v1_ListRequest__Output } from '../../../parley/orders/v1/ListRequest';
import type { ListResponse as _parley_orders_v1_ListResponse, ListResponse__Output as _parley_orders_v1_ListResponse__Output } from '../../../parley/orders/v1/ListResponse';
import type { PlaceRequest as _parley_orders_v1_PlaceRequest, PlaceRequest__Output as _parley_orders_v1_PlaceRequest__Output } from '../../../parley/orders/v1/PlaceRequest';
import type { PlaceResponse as _parley_orders_v1_PlaceResponse, PlaceResponse__Output as _parley_orders_v1_PlaceResponse__Output } from '../../../parley/orders/v1/PlaceResponse';
import type { PlaceReturnRequest as _parley_orders_v1_PlaceReturnRequest, PlaceReturnRequest__Output as _parley_orders_v1_PlaceReturnRequest__Output } from '../../../parley/orders/v1/PlaceReturnRequest';
import type { PlaceReturnResponse as _parley_orders_v1_PlaceReturnResponse, PlaceReturnResponse__Output as _parley_orders_v1_PlaceReturnResponse__Output } from '../../../parley/orders/v1/PlaceReturnResponse';
import type { WatchRequest as _parley_orders_v1_WatchRequest, WatchRequest__Output as _parley_orders_v1_WatchRequest__Output } from '../../../parley/orders/v1/WatchRequest';
import type { WatchResponse as _parley_orders_v1_WatchResponse, WatchResponse__Output as _parley_orders_v1_WatchResponse__Output } from '../../../parley/orders/v1/WatchResponse';

export interface OrdersClient extends grpc.Client {
  Cancel(argument: _parley_orders_v1_CancelRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_orders_v1_CancelResponse__Output>): grpc.ClientUnaryCall;
  Cancel(argument: _parley_orders_v1_CancelRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_orders_v1_CancelResponse__Output>): grpc.ClientUnaryCall;
  Cancel(argument: _parley_orders_v1_CancelRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_orders_v1_CancelResponse__Output>): grpc.ClientUnaryCall;
  Cancel(argument: _parley_orders_v1_CancelRequest, callback: grpc.requestCallback<_parley_orders_v1_CancelResponse__Output>): grpc.ClientUnaryCall;
  cancel(argument: _parley_orders_v1_CancelRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_orders_v1_CancelResponse__Output>): grpc.ClientUnaryCall;
  cancel(argument: _parley_orders_v1_CancelRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_orders_v1_CancelResponse__Output>): grpc.ClientUnaryCall;
  cancel(argument: _parley_orders_v1_CancelRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_orders_v1_CancelResponse__Output>): grpc.ClientUnaryCall;
  cancel(argument: _parley_orders_v1_CancelRequest, callback: grpc.requestCallback<_parley_orders_v1_CancelResponse__Output>): grpc.ClientUnaryCall;
  
  Get(argument: _parley_orders_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_orders_v1_GetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _parley_orders_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_orders_v1_GetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _parley_orders_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_orders_v1_GetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _parley_orders_v1_GetRequest, callback: grpc.requestCallback<_parley_orders_v1_GetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _parley_orders_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_orders_v1_GetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _parley_orders_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_orders_v1_GetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _parley_orders_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_orders_v1_GetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _parley_orders_v1_GetRequest, callback: grpc.requestCallback<_parley_orders_v1_GetResponse__Output>): grpc.ClientUnaryCall;
  
  GetReturn(argument: _parley_orders_v1_GetReturnRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_orders_v1_GetReturnResponse__Output>): grpc.ClientUnaryCall;
  GetReturn(argument: _parley_orders_v1_GetReturnRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_orders_v1_GetReturnResponse__Output>): grpc.ClientUnaryCall;
  GetReturn(argument: _parley_orders_v1_GetReturnRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_orders_v1_GetReturnResponse__Output>): grpc.ClientUnaryCall;
  GetReturn(argument: _parley_orders_v1_GetReturnRequest, callback: grpc.requestCallback<_parley_orders_v1_GetReturnResponse__Output>): grpc.ClientUnaryCall;
  getReturn(argument: _parley_orders_v1_GetReturnRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_orders_v1_GetReturnResponse__Output>): grpc.ClientUnaryCall;
  getReturn(argument: _parley_orders_v1_GetReturnRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_orders_v1_GetReturnResponse__Output>): grpc.ClientUnaryCall;
  getReturn(argument: _parley_orders_v1_GetReturnRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_orders_v1_GetReturnResponse__Output>): grpc.ClientUnaryCall;
  getReturn(argument: _parley_orders_v1_GetReturnRequest, callback: grpc.requestCallback<_parley_orders_v1_GetReturnResponse__Output>): grpc.ClientUnaryCall;
  
  List(argument: _parley_orders_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_orders_v1_ListResponse__Output>): grpc.ClientUnaryCall;
  List(argument: _parley_orders_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_orders_v1_ListResponse__Output>): grpc.ClientUnaryCall;
  List(argument: _parley_orders_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_orders_v1_ListResponse__Output>): grpc.ClientUnaryCall;
  List(argument: _parley_orders_v1_ListRequest, callback: grpc.requestCallback<_parley_orders_v1_ListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _parley_orders_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_orders_v1_ListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _parley_orders_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_orders_v1_ListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _parley_orders_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_orders_v1_ListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _parley_orders_v1_ListRequest, callback: grpc.requestCallback<_parley_orders_v1_ListResponse__Output>): grpc.ClientUnaryCall;
  
  Place(argument: _parley_orders_v1_PlaceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_orders_v1_PlaceResponse__Output>): grpc.ClientUnaryCall;
  Place(argument: _parley_orders_v1_PlaceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_orders_v1_PlaceResponse__Output>): grpc.ClientUnaryCall;
  Place(argument: _parley_orders_v1_PlaceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_orders_v1_PlaceResponse__Output>): grpc.ClientUnaryCall;
  Place(argument: _parley_orders_v1_PlaceRequest, callback: grpc.requestCallback<_parley_orders_v1_PlaceResponse__Output>): grpc.ClientUnaryCall;
  place(argument: _parley_orders_v1_PlaceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_orders_v1_PlaceResponse__Output>): grpc.ClientUnaryCall;
  place(argument: _parley_orders_v1_PlaceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_orders_v1_PlaceResponse__Output>): grpc.ClientUnaryCall;
  place(argument: _parley_orders_v1_PlaceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_orders_v1_PlaceResponse__Output>): grpc.ClientUnaryCall;
  place(argument: _parley_orders_v1_PlaceRequest, callback: grpc.requestCallback<_parley_orders_v1_PlaceResponse__Output>): grpc.ClientUnaryCall;
  
  PlaceReturn(argument: _parley_orders_v1_PlaceReturnRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_orders_v1_PlaceReturnResponse__Output>): grpc.ClientUnaryCall;
  PlaceReturn(argument: _parley_orders_v1_PlaceReturnRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_orders_v1_PlaceReturnResponse__Output>): grpc.ClientUnaryCall;
  PlaceReturn(argument: _parley_orders_v1_PlaceReturnRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_orders_v1_PlaceReturnResponse__Output>): grpc.ClientUnaryCall;
  PlaceReturn(argument: _parley_orders_v1_PlaceReturnRequest, callback: grpc.requestCallback<_parley_orders_v1_PlaceReturnResponse__Output>): grpc.ClientUnaryCall;
  placeReturn(argument: _parley_orders_v1_PlaceReturnRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_orders_v1_PlaceReturnResponse__Output>): grpc.ClientUnaryCall;
  placeReturn(argument: _parley_orders_v1_PlaceReturnRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_orders_v1_PlaceReturnResponse__Output>): grpc.ClientUnaryCall;
  placeReturn(argument: _parley_orders_v1_PlaceReturnRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_orders_v1_PlaceReturnResponse__Output>): grpc.ClientUnaryCall;
  placeReturn(argument: _parley_orders_v1_PlaceReturnRequest, callback: grpc.requestCallback<_parley_orders_v1_PlaceReturnResponse__Output>): grpc.ClientUnaryCall;
  
  Watch(argument: _parley_orders_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_parley_orders_v1_WatchResponse__Output>;
  Watch(argument: _parley_orders_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_parley_orders_v1_WatchResponse__Output>;
  watch(argument: _parley_orders_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_parley_orders_v1_WatchResponse__Output>;
  watch(argument: _parley_orders_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_parley_orders_v1_WatchResponse__Output>;
  
}

export interface OrdersHandlers extends grpc.UntypedServiceImplementation {
  Cancel: grpc.handleUnaryCall<_parley_orders_v1_CancelRequest__Output, _parley_orders_v1_CancelResponse>;
  
  Get: grpc.handleUnaryCall<_parley_orders_v1_GetRequest__Output, _parley_orders_v1_GetResponse>;
  
  GetReturn: grpc.handleUnaryCall<_parley_orders_v1_GetReturnRequest__Output, _parley_orders_v1_GetReturnResponse>;
  
  List: grpc.handleUnaryCall<_parley_orders_v1_ListRequest__Output, _parley_orders_v1_ListResponse>;
  
  Place: grpc.handleUnaryCall<_parley_orders_v1_PlaceRequest__Output, _parley_orders_v1_PlaceResponse>;
  
  PlaceReturn: grpc.handleUnaryCall<_parley_orders_v1_PlaceReturnRequest__Output, _parley_orders_v1_PlaceReturnResponse>;
  
  Watch: grpc.handleServerStreamingCall<_parley_orders_v1_WatchRequest__Output, _parley_orders_v1_WatchResponse>;
  
}

export interface OrdersDefinition extends grpc.ServiceDefinition {
  Cancel: MethodDefinition<_parley_orders_v1_CancelRequest, _parley_orders_v1_CancelResponse, _parley_orders_v1_CancelRequest__Output, _parley_orders_v1_CancelResponse__Output>
  Get: MethodDefinition<_parley_orders_v1_GetRequest, _parley_orders_v1_GetResponse, _parley_orders_v1_GetRequest__Output, _parley_orders_v1_GetResponse__Output>
  GetReturn: MethodDefinition<_parley_orders_v1_GetReturnRequest, _parley_orders_v1_GetReturnResponse, _parley_orders_v1_GetReturnRequest__Output, _parley_orders_v1_GetReturnResponse__Output>
  List: MethodDefinition<_parley_orders_v1_ListRequest, _parley_orders_v1_ListResponse, _parley_orders_v1_ListRequest__Output, _parley_orders_v1_ListResponse__Output>
  Place: MethodDefinition<_parley_orders_v1_PlaceRequest, _parley_orders_v1_PlaceResponse, _parley_orders_v1_PlaceRequest__Output, _parley_orders_v1_PlaceResponse__Output>
  PlaceReturn: MethodDefinition<_parley_orders_v1_PlaceReturnRequest, _parley_orders_v1_PlaceReturnResponse, _parley_orders_v1_PlaceReturnRequest__Output, _parley_orders_v1_PlaceReturnResponse__Output>
  Watch: MethodDefinition<_parley_orders_v1_WatchRequest, _parley_orders_v1_WatchResponse, _parley_orders_v1_WatchRequest__Output, _parley_orders_v1_WatchResponse__Output>
}
