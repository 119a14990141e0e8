// Original file: proto/parley/views/v1/views.proto

import type { Content as _parley_views_v1_Content, Content__Output as _parley_views_v1_Content__Output } from '../../../parley/views/v1/Content';
import type { Long } from '@grpc/proto-loader';

export interface RebuildResponse {
  'generation'?: (number);
  'records'?: (number | string | Long);
  'ms'?: (number | string);
  'same'?: (boolean);
  'cacheBefore'?: (_parley_views_v1_Content | null);
  'cache'?: (_parley_views_v1_Content | null);
  'searchBefore'?: (_parley_views_v1_Content | null);
  'search'?: (_parley_views_v1_Content | null);
}

export interface RebuildResponse__Output {
  'generation': (number);
  'records': (string);
  'ms': (number);
  'same': (boolean);
  'cacheBefore': (_parley_views_v1_Content__Output | null);
  'cache': (_parley_views_v1_Content__Output | null);
  'searchBefore': (_parley_views_v1_Content__Output | null);
  'search': (_parley_views_v1_Content__Output | null);
}
