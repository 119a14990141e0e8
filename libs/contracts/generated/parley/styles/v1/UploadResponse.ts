// Original file: proto/parley/styles/v1/streams.proto

import type { Long } from '@grpc/proto-loader';

export interface UploadResponse {
  'processed'?: (number | string | Long);
}

export interface UploadResponse__Output {
  'processed': (string);
}
