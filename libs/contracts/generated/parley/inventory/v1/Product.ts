// Original file: proto/parley/inventory/v1/inventory.proto

import type { Long } from '@grpc/proto-loader';

export interface Product {
  'sku'?: (string);
  'name'?: (string);
  'unitPrice'?: (number | string | Long);
  'unlimited'?: (boolean);
  'initial'?: (number);
  'available'?: (number | string | Long);
  'reserved'?: (number | string | Long);
  'sold'?: (number | string | Long);
}

export interface Product__Output {
  'sku': (string);
  'name': (string);
  'unitPrice': (string);
  'unlimited': (boolean);
  'initial': (number);
  'available': (string);
  'reserved': (string);
  'sold': (string);
}
