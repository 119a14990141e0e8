// Original file: proto/parley/inventory/v1/inventory.proto

import type { Product as _parley_inventory_v1_Product, Product__Output as _parley_inventory_v1_Product__Output } from '../../../parley/inventory/v1/Product';

export interface ListProductsResponse {
  'products'?: (_parley_inventory_v1_Product)[];
  'nextSku'?: (string);
}

export interface ListProductsResponse__Output {
  'products': (_parley_inventory_v1_Product__Output)[];
  'nextSku': (string);
}
