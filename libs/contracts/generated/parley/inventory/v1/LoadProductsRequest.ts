// Original file: proto/parley/inventory/v1/inventory.proto

import type { Product as _parley_inventory_v1_Product, Product__Output as _parley_inventory_v1_Product__Output } from '../../../parley/inventory/v1/Product';

export interface LoadProductsRequest {
  'products'?: (_parley_inventory_v1_Product)[];
}

export interface LoadProductsRequest__Output {
  'products': (_parley_inventory_v1_Product__Output)[];
}
