// Original file: proto/parley/orders/v1/orders.proto

import type { OrderLine as _parley_orders_v1_OrderLine, OrderLine__Output as _parley_orders_v1_OrderLine__Output } from '../../../parley/orders/v1/OrderLine';
import type { TimelineEntry as _parley_orders_v1_TimelineEntry, TimelineEntry__Output as _parley_orders_v1_TimelineEntry__Output } from '../../../parley/orders/v1/TimelineEntry';
import type { Long } from '@grpc/proto-loader';

export interface Order {
  'orderId'?: (string);
  'idempotencyKey'?: (string);
  'customer'?: (string);
  'country'?: (string);
  'reference'?: (string);
  'placedAt'?: (string);
  'createdAt'?: (string);
  'state'?: (string);
  'reason'?: (string);
  'lines'?: (_parley_orders_v1_OrderLine)[];
  'net'?: (number | string | Long);
  'vat'?: (number | string | Long);
  'gross'?: (number | string | Long);
  'refunded'?: (number | string | Long);
  'parcels'?: (number);
  'timeline'?: (_parley_orders_v1_TimelineEntry)[];
  'traceId'?: (string);
}

export interface Order__Output {
  'orderId': (string);
  'idempotencyKey': (string);
  'customer': (string);
  'country': (string);
  'reference': (string);
  'placedAt': (string);
  'createdAt': (string);
  'state': (string);
  'reason': (string);
  'lines': (_parley_orders_v1_OrderLine__Output)[];
  'net': (string);
  'vat': (string);
  'gross': (string);
  'refunded': (string);
  'parcels': (number);
  'timeline': (_parley_orders_v1_TimelineEntry__Output)[];
  'traceId': (string);
}
