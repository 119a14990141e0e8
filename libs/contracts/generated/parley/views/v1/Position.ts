// Original file: proto/parley/views/v1/views.proto

import type { Long } from '@grpc/proto-loader';

export interface Position {
  'partition'?: (number);
  'next'?: (number | string | Long);
  'end'?: (number | string | Long);
}

export interface Position__Output {
  'partition': (number);
  'next': (string);
  'end': (string);
}
