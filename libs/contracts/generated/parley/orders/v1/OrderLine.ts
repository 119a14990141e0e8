// Original file: proto/parley/orders/v1/orders.proto

import type { Long } from '@grpc/proto-loader';

export interface OrderLine {
  'line'?: (number);
  'sku'?: (string);
  'quantity'?: (number);
  'unitPrice'?: (number | string | Long);
  'discount'?: (number | string | Long);
  'net'?: (number | string | Long);
  'vat'?: (number | string | Long);
  'gross'?: (number | string | Long);
  'parcels'?: (number);
  'returned'?: (number);
}

export interface OrderLine__Output {
  'line': (number);
  'sku': (string);
  'quantity': (number);
  'unitPrice': (string);
  'discount': (string);
  'net': (string);
  'vat': (string);
  'gross': (string);
  'parcels': (number);
  'returned': (number);
}
