// Original file: proto/parley/orders/v1/orders.proto

import type { Long } from '@grpc/proto-loader';

export interface ReturnLine {
  'line'?: (number);
  'sku'?: (string);
  'quantity'?: (number);
  'accepted'?: (number);
  'orderId'?: (string);
  'refund'?: (number | string | Long);
  'reason'?: (string);
}

export interface ReturnLine__Output {
  'line': (number);
  'sku': (string);
  'quantity': (number);
  'accepted': (number);
  'orderId': (string);
  'refund': (string);
  'reason': (string);
}
