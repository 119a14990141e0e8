// Original file: proto/parley/ledger/v1/ledger.proto

import type { Long } from '@grpc/proto-loader';

export interface Entry {
  'key'?: (string);
  'balance'?: (number | string | Long);
  'limit'?: (number | string | Long);
  'value'?: (string);
  '_limit'?: "limit";
  '_value'?: "value";
}

export interface Entry__Output {
  'key': (string);
  'balance': (string);
  'limit'?: (string);
  'value'?: (string);
  '_limit'?: "limit";
  '_value'?: "value";
}
