// Original file: proto/parley/views/v1/views.proto

import type { Long } from '@grpc/proto-loader';

export interface Content {
  'rows'?: (number | string | Long);
  'hash'?: (string);
}

export interface Content__Output {
  'rows': (string);
  'hash': (string);
}
