// Original file: proto/parley/ledger/v1/ledger.proto

import type { Long } from '@grpc/proto-loader';

export interface StatusResponse {
  'replica'?: (string);
  'version'?: (number | string | Long);
  'hash'?: (string);
  'snapshot'?: (number | string | Long);
  'accounts'?: (number);
}

export interface StatusResponse__Output {
  'replica': (string);
  'version': (string);
  'hash': (string);
  'snapshot': (string);
  'accounts': (number);
}
