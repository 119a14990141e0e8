// Original file: proto/parley/ledger/v1/ledger.proto

import type { Long } from '@grpc/proto-loader';

export interface WatchRequest {
  'after'?: (number | string | Long);
}

export interface WatchRequest__Output {
  'after': (string);
}
