// Original file: proto/parley/views/v1/views.proto

import type { Long } from '@grpc/proto-loader';

export interface Lag {
  'events'?: (number | string | Long);
  'ms'?: (number | string | Long);
}

export interface Lag__Output {
  'events': (string);
  'ms': (string);
}
