// Original file: proto/parley/ledger/v1/ledger.proto

import type { Long } from '@grpc/proto-loader';

export interface ReadRequest {
  'customer'?: (string);
  'name'?: (string);
  'atLeast'?: (number | string | Long);
  'waitMs'?: (number);
  'what'?: "customer"|"name";
}

export interface ReadRequest__Output {
  'customer'?: (string);
  'name'?: (string);
  'atLeast': (string);
  'waitMs': (number);
  'what'?: "customer"|"name";
}
