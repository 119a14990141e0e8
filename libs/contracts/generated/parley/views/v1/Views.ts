// Original file: proto/parley/views/v1/views.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetRequest as _parley_views_v1_GetRequest, GetRequest__Output as _parley_views_v1_GetRequest__Output } from '../../../parley/views/v1/GetRequest';
import type { GetResponse as _parley_views_v1_GetResponse, GetResponse__Output as _parley_views_v1_GetResponse__Output } from '../../../parley/views/v1/GetResponse';
import type { RebuildRequest as _parley_views_v1_RebuildRequest, RebuildRequest__Output as _parley_views_v1_RebuildRequest__Output } from '../../../parley/views/v1/RebuildRequest';
import type { RebuildResponse as _parley_views_v1_RebuildResponse, RebuildResponse__Output as _parley_views_v1_RebuildResponse__Output } from '../../../parley/views/v1/RebuildResponse';
import type { SearchRequest as _parley_views_v1_SearchRequest, SearchRequest__Output as _parley_views_v1_SearchRequest__Output } from '../../../parley/views/v1/SearchRequest';
import type { SearchResponse as _parley_views_v1_SearchResponse, SearchResponse__Output as _parley_views_v1_SearchResponse__Output } from '../../../parley/views/v1/SearchResponse';
import type { StatusRequest as _parley_views_v1_StatusRequest, StatusRequest__Output as _parley_views_v1_StatusRequest__Output } from '../../../parley/views/v1/StatusRequest';
import type { StatusResponse as _parley_views_v1_StatusResponse, StatusResponse__Output as _parley_views_v1_StatusResponse__Output } from '../../../parley/views/v1/StatusResponse';

export interface ViewsClient extends grpc.Client {
  Get(argument: _parley_views_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_views_v1_GetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _parley_views_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_views_v1_GetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _parley_views_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_views_v1_GetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _parley_views_v1_GetRequest, callback: grpc.requestCallback<_parley_views_v1_GetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _parley_views_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_views_v1_GetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _parley_views_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_views_v1_GetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _parley_views_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_views_v1_GetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _parley_views_v1_GetRequest, callback: grpc.requestCallback<_parley_views_v1_GetResponse__Output>): grpc.ClientUnaryCall;
  
  Rebuild(argument: _parley_views_v1_RebuildRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_views_v1_RebuildResponse__Output>): grpc.ClientUnaryCall;
  Rebuild(argument: _parley_views_v1_RebuildRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_views_v1_RebuildResponse__Output>): grpc.ClientUnaryCall;
  Rebuild(argument: _parley_views_v1_RebuildRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_views_v1_RebuildResponse__Output>): grpc.ClientUnaryCall;
  Rebuild(argument: _parley_views_v1_RebuildRequest, callback: grpc.requestCallback<_parley_views_v1_RebuildResponse__Output>): grpc.ClientUnaryCall;
  rebuild(argument: _parley_views_v1_RebuildRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_views_v1_RebuildResponse__Output>): grpc.ClientUnaryCall;
  rebuild(argument: _parley_views_v1_RebuildRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_views_v1_RebuildResponse__Output>): grpc.ClientUnaryCall;
  rebuild(argument: _parley_views_v1_RebuildRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_views_v1_RebuildResponse__Output>): grpc.ClientUnaryCall;
  rebuild(argument: _parley_views_v1_RebuildRequest, callback: grpc.requestCallback<_parley_views_v1_RebuildResponse__Output>): grpc.ClientUnaryCall;
  
  Search(argument: _parley_views_v1_SearchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_views_v1_SearchResponse__Output>): grpc.ClientUnaryCall;
  Search(argument: _parley_views_v1_SearchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_views_v1_SearchResponse__Output>): grpc.ClientUnaryCall;
  Search(argument: _parley_views_v1_SearchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_views_v1_SearchResponse__Output>): grpc.ClientUnaryCall;
  Search(argument: _parley_views_v1_SearchRequest, callback: grpc.requestCallback<_parley_views_v1_SearchResponse__Output>): grpc.ClientUnaryCall;
  search(argument: _parley_views_v1_SearchRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_views_v1_SearchResponse__Output>): grpc.ClientUnaryCall;
  search(argument: _parley_views_v1_SearchRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_views_v1_SearchResponse__Output>): grpc.ClientUnaryCall;
  search(argument: _parley_views_v1_SearchRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_views_v1_SearchResponse__Output>): grpc.ClientUnaryCall;
  search(argument: _parley_views_v1_SearchRequest, callback: grpc.requestCallback<_parley_views_v1_SearchResponse__Output>): grpc.ClientUnaryCall;
  
  Status(argument: _parley_views_v1_StatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_views_v1_StatusResponse__Output>): grpc.ClientUnaryCall;
  Status(argument: _parley_views_v1_StatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_views_v1_StatusResponse__Output>): grpc.ClientUnaryCall;
  Status(argument: _parley_views_v1_StatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_views_v1_StatusResponse__Output>): grpc.ClientUnaryCall;
  Status(argument: _parley_views_v1_StatusRequest, callback: grpc.requestCallback<_parley_views_v1_StatusResponse__Output>): grpc.ClientUnaryCall;
  status(argument: _parley_views_v1_StatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_views_v1_StatusResponse__Output>): grpc.ClientUnaryCall;
  status(argument: _parley_views_v1_StatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_views_v1_StatusResponse__Output>): grpc.ClientUnaryCall;
  status(argument: _parley_views_v1_StatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_views_v1_StatusResponse__Output>): grpc.ClientUnaryCall;
  status(argument: _parley_views_v1_StatusRequest, callback: grpc.requestCallback<_parley_views_v1_StatusResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface ViewsHandlers extends grpc.UntypedServiceImplementation {
  Get: grpc.handleUnaryCall<_parley_views_v1_GetRequest__Output, _parley_views_v1_GetResponse>;
  
  Rebuild: grpc.handleUnaryCall<_parley_views_v1_RebuildRequest__Output, _parley_views_v1_RebuildResponse>;
  
  Search: grpc.handleUnaryCall<_parley_views_v1_SearchRequest__Output, _parley_views_v1_SearchResponse>;
  
  Status: grpc.handleUnaryCall<_parley_views_v1_StatusRequest__Output, _parley_views_v1_StatusResponse>;
  
}

export interface ViewsDefinition extends grpc.ServiceDefinition {
  Get: MethodDefinition<_parley_views_v1_GetRequest, _parley_views_v1_GetResponse, _parley_views_v1_GetRequest__Output, _parley_views_v1_GetResponse__Output>
  Rebuild: MethodDefinition<_parley_views_v1_RebuildRequest, _parley_views_v1_RebuildResponse, _parley_views_v1_RebuildRequest__Output, _parley_views_v1_RebuildResponse__Output>
  Search: MethodDefinition<_parley_views_v1_SearchRequest, _parley_views_v1_SearchResponse, _parley_views_v1_SearchRequest__Output, _parley_views_v1_SearchResponse__Output>
  Status: MethodDefinition<_parley_views_v1_StatusRequest, _parley_views_v1_StatusResponse, _parley_views_v1_StatusRequest__Output, _parley_views_v1_StatusResponse__Output>
}
