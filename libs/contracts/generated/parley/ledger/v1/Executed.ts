// Original file: proto/parley/ledger/v1/ledger.proto

import type { Long } from '@grpc/proto-loader';

export interface Executed {
  'version'?: (number | string | Long);
  'operationId'?: (string);
  'replica'?: (string);
  'first'?: (number | string | Long);
  'outcome'?: (string);
  'reason'?: (string);
  'balance'?: (number | string | Long);
  'fingerprint'?: (string);
  'hash'?: (string);
}

export interface Executed__Output {
  'version': (string);
  'operationId': (string);
  'replica': (string);
  'first': (string);
  'outcome': (string);
  'reason': (string);
  'balance': (string);
  'fingerprint': (string);
  'hash': (string);
}
