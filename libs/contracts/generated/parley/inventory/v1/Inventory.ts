// Original file: proto/parley/inventory/v1/inventory.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CheckStockRequest as _parley_inventory_v1_CheckStockRequest, CheckStockRequest__Output as _parley_inventory_v1_CheckStockRequest__Output } from '../../../parley/inventory/v1/CheckStockRequest';
import type { CheckStockResponse as _parley_inventory_v1_CheckStockResponse, CheckStockResponse__Output as _parley_inventory_v1_CheckStockResponse__Output } from '../../../parley/inventory/v1/CheckStockResponse';
import type { ListProductsRequest as _parley_inventory_v1_ListProductsRequest, ListProductsRequest__Output as _parley_inventory_v1_ListProductsRequest__Output } from '../../../parley/inventory/v1/ListProductsRequest';
import type { ListProductsResponse as _parley_inventory_v1_ListProductsResponse, ListProductsResponse__Output as _parley_inventory_v1_ListProductsResponse__Output } from '../../../parley/inventory/v1/ListProductsResponse';
import type { LoadProductsRequest as _parley_inventory_v1_LoadProductsRequest, LoadProductsRequest__Output as _parley_inventory_v1_LoadProductsRequest__Output } from '../../../parley/inventory/v1/LoadProductsRequest';
import type { LoadProductsResponse as _parley_inventory_v1_LoadProductsResponse, LoadProductsResponse__Output as _parley_inventory_v1_LoadProductsResponse__Output } from '../../../parley/inventory/v1/LoadProductsResponse';
import type { ReleaseRequest as _parley_inventory_v1_ReleaseRequest, ReleaseRequest__Output as _parley_inventory_v1_ReleaseRequest__Output } from '../../../parley/inventory/v1/ReleaseRequest';
import type { ReleaseResponse as _parley_inventory_v1_ReleaseResponse, ReleaseResponse__Output as _parley_inventory_v1_ReleaseResponse__Output } from '../../../parley/inventory/v1/ReleaseResponse';
import type { ReserveRequest as _parley_inventory_v1_ReserveRequest, ReserveRequest__Output as _parley_inventory_v1_ReserveRequest__Output } from '../../../parley/inventory/v1/ReserveRequest';
import type { ReserveResponse as _parley_inventory_v1_ReserveResponse, ReserveResponse__Output as _parley_inventory_v1_ReserveResponse__Output } from '../../../parley/inventory/v1/ReserveResponse';
import type { RestockRequest as _parley_inventory_v1_RestockRequest, RestockRequest__Output as _parley_inventory_v1_RestockRequest__Output } from '../../../parley/inventory/v1/RestockRequest';
import type { RestockResponse as _parley_inventory_v1_RestockResponse, RestockResponse__Output as _parley_inventory_v1_RestockResponse__Output } from '../../../parley/inventory/v1/RestockResponse';
import type { ShipRequest as _parley_inventory_v1_ShipRequest, ShipRequest__Output as _parley_inventory_v1_ShipRequest__Output } from '../../../parley/inventory/v1/ShipRequest';
import type { ShipResponse as _parley_inventory_v1_ShipResponse, ShipResponse__Output as _parley_inventory_v1_ShipResponse__Output } from '../../../parley/inventory/v1/ShipResponse';

export interface InventoryClient extends grpc.Client {
  CheckStock(argument: _parley_inventory_v1_CheckStockRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_CheckStockResponse__Output>): grpc.ClientUnaryCall;
  CheckStock(argument: _parley_inventory_v1_CheckStockRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_inventory_v1_CheckStockResponse__Output>): grpc.ClientUnaryCall;
  CheckStock(argument: _parley_inventory_v1_CheckStockRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_CheckStockResponse__Output>): grpc.ClientUnaryCall;
  CheckStock(argument: _parley_inventory_v1_CheckStockRequest, callback: grpc.requestCallback<_parley_inventory_v1_CheckStockResponse__Output>): grpc.ClientUnaryCall;
  checkStock(argument: _parley_inventory_v1_CheckStockRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_CheckStockResponse__Output>): grpc.ClientUnaryCall;
  checkStock(argument: _parley_inventory_v1_CheckStockRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_inventory_v1_CheckStockResponse__Output>): grpc.ClientUnaryCall;
  checkStock(argument: _parley_inventory_v1_CheckStockRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_CheckStockResponse__Output>): grpc.ClientUnaryCall;
  checkStock(argument: _parley_inventory_v1_CheckStockRequest, callback: grpc.requestCallback<_parley_inventory_v1_CheckStockResponse__Output>): grpc.ClientUnaryCall;
  
  ListProducts(argument: _parley_inventory_v1_ListProductsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_ListProductsResponse__Output>): grpc.ClientUnaryCall;
  ListProducts(argument: _parley_inventory_v1_ListProductsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_inventory_v1_ListProductsResponse__Output>): grpc.ClientUnaryCall;
  ListProducts(argument: _parley_inventory_v1_ListProductsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_ListProductsResponse__Output>): grpc.ClientUnaryCall;
  ListProducts(argument: _parley_inventory_v1_ListProductsRequest, callback: grpc.requestCallback<_parley_inventory_v1_ListProductsResponse__Output>): grpc.ClientUnaryCall;
  listProducts(argument: _parley_inventory_v1_ListProductsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_ListProductsResponse__Output>): grpc.ClientUnaryCall;
  listProducts(argument: _parley_inventory_v1_ListProductsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_inventory_v1_ListProductsResponse__Output>): grpc.ClientUnaryCall;
  listProducts(argument: _parley_inventory_v1_ListProductsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_ListProductsResponse__Output>): grpc.ClientUnaryCall;
  listProducts(argument: _parley_inventory_v1_ListProductsRequest, callback: grpc.requestCallback<_parley_inventory_v1_ListProductsResponse__Output>): grpc.ClientUnaryCall;
  
  LoadProducts(argument: _parley_inventory_v1_LoadProductsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_LoadProductsResponse__Output>): grpc.ClientUnaryCall;
  LoadProducts(argument: _parley_inventory_v1_LoadProductsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_inventory_v1_LoadProductsResponse__Output>): grpc.ClientUnaryCall;
  LoadProducts(argument: _parley_inventory_v1_LoadProductsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_LoadProductsResponse__Output>): grpc.ClientUnaryCall;
  LoadProducts(argument: _parley_inventory_v1_LoadProductsRequest, callback: grpc.requestCallback<_parley_inventory_v1_LoadProductsResponse__Output>): grpc.ClientUnaryCall;
  loadProducts(argument: _parley_inventory_v1_LoadProductsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_LoadProductsResponse__Output>): grpc.ClientUnaryCall;
  loadProducts(argument: _parley_inventory_v1_LoadProductsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_inventory_v1_LoadProductsResponse__Output>): grpc.ClientUnaryCall;
  loadProducts(argument: _parley_inventory_v1_LoadProductsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_LoadProductsResponse__Output>): grpc.ClientUnaryCall;
  loadProducts(argument: _parley_inventory_v1_LoadProductsRequest, callback: grpc.requestCallback<_parley_inventory_v1_LoadProductsResponse__Output>): grpc.ClientUnaryCall;
  
  Release(argument: _parley_inventory_v1_ReleaseRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_ReleaseResponse__Output>): grpc.ClientUnaryCall;
  Release(argument: _parley_inventory_v1_ReleaseRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_inventory_v1_ReleaseResponse__Output>): grpc.ClientUnaryCall;
  Release(argument: _parley_inventory_v1_ReleaseRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_ReleaseResponse__Output>): grpc.ClientUnaryCall;
  Release(argument: _parley_inventory_v1_ReleaseRequest, callback: grpc.requestCallback<_parley_inventory_v1_ReleaseResponse__Output>): grpc.ClientUnaryCall;
  release(argument: _parley_inventory_v1_ReleaseRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_ReleaseResponse__Output>): grpc.ClientUnaryCall;
  release(argument: _parley_inventory_v1_ReleaseRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_inventory_v1_ReleaseResponse__Output>): grpc.ClientUnaryCall;
  release(argument: _parley_inventory_v1_ReleaseRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_ReleaseResponse__Output>): grpc.ClientUnaryCall;
  release(argument: _parley_inventory_v1_ReleaseRequest, callback: grpc.requestCallback<_parley_inventory_v1_ReleaseResponse__Output>): grpc.ClientUnaryCall;
  
  Reserve(argument: _parley_inventory_v1_ReserveRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_ReserveResponse__Output>): grpc.ClientUnaryCall;
  Reserve(argument: _parley_inventory_v1_ReserveRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_inventory_v1_ReserveResponse__Output>): grpc.ClientUnaryCall;
  Reserve(argument: _parley_inventory_v1_ReserveRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_ReserveResponse__Output>): grpc.ClientUnaryCall;
  Reserve(argument: _parley_inventory_v1_ReserveRequest, callback: grpc.requestCallback<_parley_inventory_v1_ReserveResponse__Output>): grpc.ClientUnaryCall;
  reserve(argument: _parley_inventory_v1_ReserveRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_ReserveResponse__Output>): grpc.ClientUnaryCall;
  reserve(argument: _parley_inventory_v1_ReserveRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_inventory_v1_ReserveResponse__Output>): grpc.ClientUnaryCall;
  reserve(argument: _parley_inventory_v1_ReserveRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_ReserveResponse__Output>): grpc.ClientUnaryCall;
  reserve(argument: _parley_inventory_v1_ReserveRequest, callback: grpc.requestCallback<_parley_inventory_v1_ReserveResponse__Output>): grpc.ClientUnaryCall;
  
  Restock(argument: _parley_inventory_v1_RestockRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_RestockResponse__Output>): grpc.ClientUnaryCall;
  Restock(argument: _parley_inventory_v1_RestockRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_inventory_v1_RestockResponse__Output>): grpc.ClientUnaryCall;
  Restock(argument: _parley_inventory_v1_RestockRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_RestockResponse__Output>): grpc.ClientUnaryCall;
  Restock(argument: _parley_inventory_v1_RestockRequest, callback: grpc.requestCallback<_parley_inventory_v1_RestockResponse__Output>): grpc.ClientUnaryCall;
  restock(argument: _parley_inventory_v1_RestockRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_RestockResponse__Output>): grpc.ClientUnaryCall;
  restock(argument: _parley_inventory_v1_RestockRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_inventory_v1_RestockResponse__Output>): grpc.ClientUnaryCall;
  restock(argument: _parley_inventory_v1_RestockRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_RestockResponse__Output>): grpc.ClientUnaryCall;
  restock(argument: _parley_inventory_v1_RestockRequest, callback: grpc.requestCallback<_parley_inventory_v1_RestockResponse__Output>): grpc.ClientUnaryCall;
  
  Ship(argument: _parley_inventory_v1_ShipRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_ShipResponse__Output>): grpc.ClientUnaryCall;
  Ship(argument: _parley_inventory_v1_ShipRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_inventory_v1_ShipResponse__Output>): grpc.ClientUnaryCall;
  Ship(argument: _parley_inventory_v1_ShipRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_ShipResponse__Output>): grpc.ClientUnaryCall;
  Ship(argument: _parley_inventory_v1_ShipRequest, callback: grpc.requestCallback<_parley_inventory_v1_ShipResponse__Output>): grpc.ClientUnaryCall;
  ship(argument: _parley_inventory_v1_ShipRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_ShipResponse__Output>): grpc.ClientUnaryCall;
  ship(argument: _parley_inventory_v1_ShipRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_parley_inventory_v1_ShipResponse__Output>): grpc.ClientUnaryCall;
  ship(argument: _parley_inventory_v1_ShipRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_parley_inventory_v1_ShipResponse__Output>): grpc.ClientUnaryCall;
  ship(argument: _parley_inventory_v1_ShipRequest, callback: grpc.requestCallback<_parley_inventory_v1_ShipResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface InventoryHandlers extends grpc.UntypedServiceImplementation {
  CheckStock: grpc.handleUnaryCall<_parley_inventory_v1_CheckStockRequest__Output, _parley_inventory_v1_CheckStockResponse>;
  
  ListProducts: grpc.handleUnaryCall<_parley_inventory_v1_ListProductsRequest__Output, _parley_inventory_v1_ListProductsResponse>;
  
  LoadProducts: grpc.handleUnaryCall<_parley_inventory_v1_LoadProductsRequest__Output, _parley_inventory_v1_LoadProductsResponse>;
  
  Release: grpc.handleUnaryCall<_parley_inventory_v1_ReleaseRequest__Output, _parley_inventory_v1_ReleaseResponse>;
  
  Reserve: grpc.handleUnaryCall<_parley_inventory_v1_ReserveRequest__Output, _parley_inventory_v1_ReserveResponse>;
  
  Restock: grpc.handleUnaryCall<_parley_inventory_v1_RestockRequest__Output, _parley_inventory_v1_RestockResponse>;
  
  Ship: grpc.handleUnaryCall<_parley_inventory_v1_ShipRequest__Output, _parley_inventory_v1_ShipResponse>;
  
}

export interface InventoryDefinition extends grpc.ServiceDefinition {
  CheckStock: MethodDefinition<_parley_inventory_v1_CheckStockRequest, _parley_inventory_v1_CheckStockResponse, _parley_inventory_v1_CheckStockRequest__Output, _parley_inventory_v1_CheckStockResponse__Output>
  ListProducts: MethodDefinition<_parley_inventory_v1_ListProductsRequest, _parley_inventory_v1_ListProductsResponse, _parley_inventory_v1_ListProductsRequest__Output, _parley_inventory_v1_ListProductsResponse__Output>
  LoadProducts: MethodDefinition<_parley_inventory_v1_LoadProductsRequest, _parley_inventory_v1_LoadProductsResponse, _parley_inventory_v1_LoadProductsRequest__Output, _parley_inventory_v1_LoadProductsResponse__Output>
  Release: MethodDefinition<_parley_inventory_v1_ReleaseRequest, _parley_inventory_v1_ReleaseResponse, _parley_inventory_v1_ReleaseRequest__Output, _parley_inventory_v1_ReleaseResponse__Output>
  Reserve: MethodDefinition<_parley_inventory_v1_ReserveRequest, _parley_inventory_v1_ReserveResponse, _parley_inventory_v1_ReserveRequest__Output, _parley_inventory_v1_ReserveResponse__Output>
  Restock: MethodDefinition<_parley_inventory_v1_RestockRequest, _parley_inventory_v1_RestockResponse, _parley_inventory_v1_RestockRequest__Output, _parley_inventory_v1_RestockResponse__Output>
  Ship: MethodDefinition<_parley_inventory_v1_ShipRequest, _parley_inventory_v1_ShipResponse, _parley_inventory_v1_ShipRequest__Output, _parley_inventory_v1_ShipResponse__Output>
}
