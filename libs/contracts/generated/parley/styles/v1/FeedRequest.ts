// Original file: proto/parley/styles/v1/streams.proto

import type { Long } from '@grpc/proto-loader';

export interface FeedRequest {
  'from'?: (number | string | Long);
  'count'?: (number | string | Long);
  'size'?: (number | string | Long);
}

export interface FeedRequest__Output {
  'from': (string);
  'count': (string);
  'size': (string);
}
