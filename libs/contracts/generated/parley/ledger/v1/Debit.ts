// Original file: proto/parley/ledger/v1/ledger.proto

import type { Long } from '@grpc/proto-loader';

export interface Debit {
  'customer'?: (string);
  'amount'?: (number | string | Long);
}

export interface Debit__Output {
  'customer': (string);
  'amount': (string);
}
