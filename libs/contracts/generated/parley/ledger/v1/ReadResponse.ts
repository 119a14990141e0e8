// Original file: proto/parley/ledger/v1/ledger.proto

import type { Long } from '@grpc/proto-loader';

export interface ReadResponse {
  'balance'?: (number | string | Long);
  'limit'?: (number | string | Long);
  'value'?: (string);
  'found'?: (boolean);
  'version'?: (number | string | Long);
  'replica'?: (string);
}

export interface ReadResponse__Output {
  'balance': (string);
  'limit': (string);
  'value': (string);
  'found': (boolean);
  'version': (string);
  'replica': (string);
}
