// Original file: proto/parley/orders/v1/orders.proto

import type { OrderLine as _parley_orders_v1_OrderLine, OrderLine__Output as _parley_orders_v1_OrderLine__Output } from '../../../parley/orders/v1/OrderLine';
import type { Long } from '@grpc/proto-loader';

export interface OrderEvent {
  'eventId'?: (string);
  'orderId'?: (string);
  'version'?: (number);
  'type'?: (string);
  'at'?: (string);
  'placedAt'?: (string);
  'customer'?: (string);
  'country'?: (string);
  'reference'?: (string);
  'reason'?: (string);
  'lines'?: (_parley_orders_v1_OrderLine)[];
  'net'?: (number | string | Long);
  'vat'?: (number | string | Long);
  'gross'?: (number | string | Long);
}

export interface OrderEvent__Output {
  'eventId': (string);
  'orderId': (string);
  'version': (number);
  'type': (string);
  'at': (string);
  'placedAt': (string);
  'customer': (string);
  'country': (string);
  'reference': (string);
  'reason': (string);
  'lines': (_parley_orders_v1_OrderLine__Output)[];
  'net': (string);
  'vat': (string);
  'gross': (string);
}
