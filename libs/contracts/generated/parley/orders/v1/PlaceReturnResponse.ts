// Original file: proto/parley/orders/v1/orders.proto

import type { Return as _parley_orders_v1_Return, Return__Output as _parley_orders_v1_Return__Output } from '../../../parley/orders/v1/Return';

export interface PlaceReturnResponse {
  'return'?: (_parley_orders_v1_Return | null);
  'repeated'?: (boolean);
}

export interface PlaceReturnResponse__Output {
  'return': (_parley_orders_v1_Return__Output | null);
  'repeated': (boolean);
}
