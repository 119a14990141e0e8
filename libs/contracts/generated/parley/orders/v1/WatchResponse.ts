// Original file: proto/parley/orders/v1/orders.proto

import type { OrderEvent as _parley_orders_v1_OrderEvent, OrderEvent__Output as _parley_orders_v1_OrderEvent__Output } from '../../../parley/orders/v1/OrderEvent';
import type { Long } from '@grpc/proto-loader';

export interface WatchResponse {
  'sequence'?: (number | string | Long);
  'event'?: (_parley_orders_v1_OrderEvent | null);
}

export interface WatchResponse__Output {
  'sequence': (string);
  'event': (_parley_orders_v1_OrderEvent__Output | null);
}
