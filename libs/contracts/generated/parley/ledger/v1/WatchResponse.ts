// Original file: proto/parley/ledger/v1/ledger.proto

import type { Long } from '@grpc/proto-loader';

export interface WatchResponse {
  'version'?: (number | string | Long);
  'operationId'?: (string);
  'replica'?: (string);
  'outcome'?: (string);
  'reason'?: (string);
  'balance'?: (number | string | Long);
  'first'?: (number | string | Long);
  'hash'?: (string);
}

export interface WatchResponse__Output {
  'version': (string);
  'operationId': (string);
  'replica': (string);
  'outcome': (string);
  'reason': (string);
  'balance': (string);
  'first': (string);
  'hash': (string);
}
