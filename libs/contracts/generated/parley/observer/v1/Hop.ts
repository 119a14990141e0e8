// Original file: proto/parley/observer/v1/observer.proto

import type { Long } from '@grpc/proto-loader';

export interface Hop {
  'spanId'?: (string);
  'parentSpanId'?: (string);
  'links'?: (string)[];
  'process'?: (string);
  'service'?: (string);
  'name'?: (string);
  'kind'?: (string);
  'style'?: (string);
  'channel'?: (string);
  'startedAt'?: (string);
  'startNanos'?: (number | string | Long);
  'durationNanos'?: (number | string | Long);
  'error'?: (string);
}

export interface Hop__Output {
  'spanId': (string);
  'parentSpanId': (string);
  'links': (string)[];
  'process': (string);
  'service': (string);
  'name': (string);
  'kind': (string);
  'style': (string);
  'channel': (string);
  'startedAt': (string);
  'startNanos': (string);
  'durationNanos': (string);
  'error': (string);
}
