// Original file: proto/parley/orders/v1/orders.proto

import type { Order as _parley_orders_v1_Order, Order__Output as _parley_orders_v1_Order__Output } from '../../../parley/orders/v1/Order';

export interface GetResponse {
  'order'?: (_parley_orders_v1_Order | null);
}

export interface GetResponse__Output {
  'order': (_parley_orders_v1_Order__Output | null);
}
