// Original file: proto/parley/inventory/v1/inventory.proto

import type { Long } from '@grpc/proto-loader';

export interface Shortage {
  'sku'?: (string);
  'wanted'?: (number);
  'available'?: (number | string | Long);
  'unknown'?: (boolean);
}

export interface Shortage__Output {
  'sku': (string);
  'wanted': (number);
  'available': (string);
  'unknown': (boolean);
}
