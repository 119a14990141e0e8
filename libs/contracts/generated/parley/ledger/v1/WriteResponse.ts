// Original file: proto/parley/ledger/v1/ledger.proto

import type { Long } from '@grpc/proto-loader';

export interface WriteResponse {
  'outcome'?: (string);
  'reason'?: (string);
  'balance'?: (number | string | Long);
  'version'?: (number | string | Long);
  'replica'?: (string);
}

export interface WriteResponse__Output {
  'outcome': (string);
  'reason': (string);
  'balance': (string);
  'version': (string);
  'replica': (string);
}
