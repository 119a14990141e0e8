// Original file: proto/parley/orders/v1/orders.proto

import type { WantedLine as _parley_orders_v1_WantedLine, WantedLine__Output as _parley_orders_v1_WantedLine__Output } from '../../../parley/orders/v1/WantedLine';

export interface PlaceReturnRequest {
  'idempotencyKey'?: (string);
  'customer'?: (string);
  'lines'?: (_parley_orders_v1_WantedLine)[];
}

export interface PlaceReturnRequest__Output {
  'idempotencyKey': (string);
  'customer': (string);
  'lines': (_parley_orders_v1_WantedLine__Output)[];
}
