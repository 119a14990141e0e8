// Original file: proto/parley/analytics/v1/analytics.proto

import type { Long } from '@grpc/proto-loader';

export interface Sale {
  'key'?: (string);
  'quantity'?: (number | string | Long);
  'gross'?: (number | string | Long);
  'orders'?: (number);
}

export interface Sale__Output {
  'key': (string);
  'quantity': (string);
  'gross': (string);
  'orders': (number);
}
