// Original file: proto/parley/styles/v1/streams.proto

import type { Long } from '@grpc/proto-loader';

export interface FeedResponse {
  'number'?: (number | string | Long);
  'body'?: (Buffer | Uint8Array | string);
}

export interface FeedResponse__Output {
  'number': (string);
  'body': (Buffer);
}
