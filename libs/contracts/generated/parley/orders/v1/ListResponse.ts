// Original file: proto/parley/orders/v1/orders.proto

import type { Order as _parley_orders_v1_Order, Order__Output as _parley_orders_v1_Order__Output } from '../../../parley/orders/v1/Order';

export interface ListResponse {
  'orders'?: (_parley_orders_v1_Order)[];
  'nextCursor'?: (string);
}

export interface ListResponse__Output {
  'orders': (_parley_orders_v1_Order__Output)[];
  'nextCursor': (string);
}
