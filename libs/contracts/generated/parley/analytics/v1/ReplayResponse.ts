// Original file: proto/parley/analytics/v1/analytics.proto

import type { Sale as _parley_analytics_v1_Sale, Sale__Output as _parley_analytics_v1_Sale__Output } from '../../../parley/analytics/v1/Sale';
import type { Long } from '@grpc/proto-loader';

export interface ReplayResponse {
  'sales'?: (_parley_analytics_v1_Sale)[];
  'records'?: (number | string | Long);
  'events'?: (number | string | Long);
}

export interface ReplayResponse__Output {
  'sales': (_parley_analytics_v1_Sale__Output)[];
  'records': (string);
  'events': (string);
}
