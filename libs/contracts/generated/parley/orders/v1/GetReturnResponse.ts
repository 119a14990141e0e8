// Original file: proto/parley/orders/v1/orders.proto

import type { Return as _parley_orders_v1_Return, Return__Output as _parley_orders_v1_Return__Output } from '../../../parley/orders/v1/Return';

export interface GetReturnResponse {
  'return'?: (_parley_orders_v1_Return | null);
}

export interface GetReturnResponse__Output {
  'return': (_parley_orders_v1_Return__Output | null);
}
