// Original file: proto/parley/orders/v1/orders.proto

import type { WantedLine as _parley_orders_v1_WantedLine, WantedLine__Output as _parley_orders_v1_WantedLine__Output } from '../../../parley/orders/v1/WantedLine';

export interface PlaceRequest {
  'idempotencyKey'?: (string);
  'customer'?: (string);
  'country'?: (string);
  'reference'?: (string);
  'placedAt'?: (string);
  'lines'?: (_parley_orders_v1_WantedLine)[];
}

export interface PlaceRequest__Output {
  'idempotencyKey': (string);
  'customer': (string);
  'country': (string);
  'reference': (string);
  'placedAt': (string);
  'lines': (_parley_orders_v1_WantedLine__Output)[];
}
