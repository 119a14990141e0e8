// Original file: proto/parley/views/v1/views.proto

import type { OrderLine as _parley_views_v1_OrderLine, OrderLine__Output as _parley_views_v1_OrderLine__Output } from '../../../parley/views/v1/OrderLine';
import type { Long } from '@grpc/proto-loader';

export interface ViewedOrder {
  'orderId'?: (string);
  'version'?: (number);
  'partition'?: (number);
  'offset'?: (number | string | Long);
  'state'?: (string);
  'reason'?: (string);
  'customer'?: (string);
  'country'?: (string);
  'reference'?: (string);
  'placedAt'?: (string);
  'changedAt'?: (string);
  'lines'?: (_parley_views_v1_OrderLine)[];
  'net'?: (number | string | Long);
  'vat'?: (number | string | Long);
  'gross'?: (number | string | Long);
  'refunded'?: (number | string | Long);
}

export interface ViewedOrder__Output {
  'orderId': (string);
  'version': (number);
  'partition': (number);
  'offset': (string);
  'state': (string);
  'reason': (string);
  'customer': (string);
  'country': (string);
  'reference': (string);
  'placedAt': (string);
  'changedAt': (string);
  'lines': (_parley_views_v1_OrderLine__Output)[];
  'net': (string);
  'vat': (string);
  'gross': (string);
  'refunded': (string);
}
