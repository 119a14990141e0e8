// Original file: proto/parley/orders/v1/orders.proto

import type { Long } from '@grpc/proto-loader';

export interface WatchRequest {
  'afterSequence'?: (number | string | Long);
}

export interface WatchRequest__Output {
  'afterSequence': (string);
}
