import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { CheckStockRequest as _parley_inventory_v1_CheckStockRequest, CheckStockRequest__Output as _parley_inventory_v1_CheckStockRequest__Output } from './parley/inventory/v1/CheckStockRequest';
import type { CheckStockResponse as _parley_inventory_v1_CheckStockResponse, CheckStockResponse__Output as _parley_inventory_v1_CheckStockResponse__Output } from './parley/inventory/v1/CheckStockResponse';
import type { InventoryClient as _parley_inventory_v1_InventoryClient, InventoryDefinition as _parley_inventory_v1_InventoryDefinition } from './parley/inventory/v1/Inventory';
import type { ListProductsRequest as _parley_inventory_v1_ListProductsRequest, ListProductsRequest__Output as _parley_inventory_v1_ListProductsRequest__Output } from './parley/inventory/v1/ListProductsRequest';
import type { ListProductsResponse as _parley_inventory_v1_ListProductsResponse, ListProductsResponse__Output as _parley_inventory_v1_ListProductsResponse__Output } from './parley/inventory/v1/ListProductsResponse';
import type { LoadProductsRequest as _parley_inventory_v1_LoadProductsRequest, LoadProductsRequest__Output as _parley_inventory_v1_LoadProductsRequest__Output } from './parley/inventory/v1/LoadProductsRequest';
import type { LoadProductsResponse as _parley_inventory_v1_LoadProductsResponse, LoadProductsResponse__Output as _parley_inventory_v1_LoadProductsResponse__Output } from './parley/inventory/v1/LoadProductsResponse';
import type { Product as _parley_inventory_v1_Product, Product__Output as _parley_inventory_v1_Product__Output } from './parley/inventory/v1/Product';
import type { ReleaseRequest as _parley_inventory_v1_ReleaseRequest, ReleaseRequest__Output as _parley_inventory_v1_ReleaseRequest__Output } from './parley/inventory/v1/ReleaseRequest';
import type { ReleaseResponse as _parley_inventory_v1_ReleaseResponse, ReleaseResponse__Output as _parley_inventory_v1_ReleaseResponse__Output } from './parley/inventory/v1/ReleaseResponse';
import type { ReserveRequest as _parley_inventory_v1_ReserveRequest, ReserveRequest__Output as _parley_inventory_v1_ReserveRequest__Output } from './parley/inventory/v1/ReserveRequest';
import type { ReserveResponse as _parley_inventory_v1_ReserveResponse, ReserveResponse__Output as _parley_inventory_v1_ReserveResponse__Output } from './parley/inventory/v1/ReserveResponse';
import type { RestockRequest as _parley_inventory_v1_RestockRequest, RestockRequest__Output as _parley_inventory_v1_RestockRequest__Output } from './parley/inventory/v1/RestockRequest';
import type { RestockResponse as _parley_inventory_v1_RestockResponse, RestockResponse__Output as _parley_inventory_v1_RestockResponse__Output } from './parley/inventory/v1/RestockResponse';
import type { ShipRequest as _parley_inventory_v1_ShipRequest, ShipRequest__Output as _parley_inventory_v1_ShipRequest__Output } from './parley/inventory/v1/ShipRequest';
import type { ShipResponse as _parley_inventory_v1_ShipResponse, ShipResponse__Output as _parley_inventory_v1_ShipResponse__Output } from './parley/inventory/v1/ShipResponse';
import type { Shortage as _parley_inventory_v1_Shortage, Shortage__Output as _parley_inventory_v1_Shortage__Output } from './parley/inventory/v1/Shortage';
import type { StockLine as _parley_inventory_v1_StockLine, StockLine__Output as _parley_inventory_v1_StockLine__Output } from './parley/inventory/v1/StockLine';
import type { WarehouseNotice as _parley_inventory_v1_WarehouseNotice, WarehouseNotice__Output as _parley_inventory_v1_WarehouseNotice__Output } from './parley/inventory/v1/WarehouseNotice';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  parley: {
    inventory: {
      v1: {
        CheckStockRequest: MessageTypeDefinition<_parley_inventory_v1_CheckStockRequest, _parley_inventory_v1_CheckStockRequest__Output>
        CheckStockResponse: MessageTypeDefinition<_parley_inventory_v1_CheckStockResponse, _parley_inventory_v1_CheckStockResponse__Output>
        Inventory: SubtypeConstructor<typeof grpc.Client, _parley_inventory_v1_InventoryClient> & { service: _parley_inventory_v1_InventoryDefinition }
        ListProductsRequest: MessageTypeDefinition<_parley_inventory_v1_ListProductsRequest, _parley_inventory_v1_ListProductsRequest__Output>
        ListProductsResponse: MessageTypeDefinition<_parley_inventory_v1_ListProductsResponse, _parley_inventory_v1_ListProductsResponse__Output>
        LoadProductsRequest: MessageTypeDefinition<_parley_inventory_v1_LoadProductsRequest, _parley_inventory_v1_LoadProductsRequest__Output>
        LoadProductsResponse: MessageTypeDefinition<_parley_inventory_v1_LoadProductsResponse, _parley_inventory_v1_LoadProductsResponse__Output>
        Product: MessageTypeDefinition<_parley_inventory_v1_Product, _parley_inventory_v1_Product__Output>
        ReleaseRequest: MessageTypeDefinition<_parley_inventory_v1_ReleaseRequest, _parley_inventory_v1_ReleaseRequest__Output>
        ReleaseResponse: MessageTypeDefinition<_parley_inventory_v1_ReleaseResponse, _parley_inventory_v1_ReleaseResponse__Output>
        ReserveRequest: MessageTypeDefinition<_parley_inventory_v1_ReserveRequest, _parley_inventory_v1_ReserveRequest__Output>
        ReserveResponse: MessageTypeDefinition<_parley_inventory_v1_ReserveResponse, _parley_inventory_v1_ReserveResponse__Output>
        RestockRequest: MessageTypeDefinition<_parley_inventory_v1_RestockRequest, _parley_inventory_v1_RestockRequest__Output>
        RestockResponse: MessageTypeDefinition<_parley_inventory_v1_RestockResponse, _parley_inventory_v1_RestockResponse__Output>
        ShipRequest: MessageTypeDefinition<_parley_inventory_v1_ShipRequest, _parley_inventory_v1_ShipRequest__Output>
        ShipResponse: MessageTypeDefinition<_parley_inventory_v1_ShipResponse, _parley_inventory_v1_ShipResponse__Output>
        Shortage: MessageTypeDefinition<_parley_inventory_v1_Shortage, _parley_inventory_v1_Shortage__Output>
        StockLine: MessageTypeDefinition<_parley_inventory_v1_StockLine, _parley_inventory_v1_StockLine__Output>
        WarehouseNotice: MessageTypeDefinition<_parley_inventory_v1_WarehouseNotice, _parley_inventory_v1_WarehouseNotice__Output>
      }
    }
  }
}

