// Original file: proto/parley/ledger/v1/ledger.proto

import type { Long } from '@grpc/proto-loader';

export interface SetLimit {
  'customer'?: (string);
  'limit'?: (number | string | Long);
}

export interface SetLimit__Output {
  'customer': (string);
  'limit': (string);
}
