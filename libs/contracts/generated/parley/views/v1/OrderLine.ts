// Original file: proto/parley/views/v1/views.proto

import type { Long } from '@grpc/proto-loader';

export interface OrderLine {
  'line'?: (number);
  'sku'?: (string);
  'quantity'?: (number);
  'gross'?: (number | string | Long);
  'returned'?: (number);
}

export interface OrderLine__Output {
  'line': (number);
  'sku': (string);
  'quantity': (number);
  'gross': (string);
  'returned': (number);
}
