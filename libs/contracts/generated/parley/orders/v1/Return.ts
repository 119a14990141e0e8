// Original file: proto/parley/orders/v1/orders.proto

import type { ReturnLine as _parley_orders_v1_ReturnLine, ReturnLine__Output as _parley_orders_v1_ReturnLine__Output } from '../../../parley/orders/v1/ReturnLine';
import type { Long } from '@grpc/proto-loader';

export interface Return {
  'returnId'?: (string);
  'idempotencyKey'?: (string);
  'customer'?: (string);
  'state'?: (string);
  'lines'?: (_parley_orders_v1_ReturnLine)[];
  'refunded'?: (number | string | Long);
  'createdAt'?: (string);
}

export interface Return__Output {
  'returnId': (string);
  'idempotencyKey': (string);
  'customer': (string);
  'state': (string);
  'lines': (_parley_orders_v1_ReturnLine__Output)[];
  'refunded': (string);
  'createdAt': (string);
}
