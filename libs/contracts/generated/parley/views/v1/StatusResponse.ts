// Original file: proto/parley/views/v1/views.proto

import type { Position as _parley_views_v1_Position, Position__Output as _parley_views_v1_Position__Output } from '../../../parley/views/v1/Position';
import type { Lag as _parley_views_v1_Lag, Lag__Output as _parley_views_v1_Lag__Output } from '../../../parley/views/v1/Lag';
import type { Visible as _parley_views_v1_Visible, Visible__Output as _parley_views_v1_Visible__Output } from '../../../parley/views/v1/Visible';
import type { Content as _parley_views_v1_Content, Content__Output as _parley_views_v1_Content__Output } from '../../../parley/views/v1/Content';
import type { Long } from '@grpc/proto-loader';

export interface StatusResponse {
  'positions'?: (_parley_views_v1_Position)[];
  'lag'?: (_parley_views_v1_Lag | null);
  'visible'?: (_parley_views_v1_Visible | null);
  'generation'?: (number);
  'rebuilding'?: (boolean);
  'unreadable'?: (number | string | Long);
  'cache'?: (_parley_views_v1_Content | null);
  'search'?: (_parley_views_v1_Content | null);
}

export interface StatusResponse__Output {
  'positions': (_parley_views_v1_Position__Output)[];
  'lag': (_parley_views_v1_Lag__Output | null);
  'visible': (_parley_views_v1_Visible__Output | null);
  'generation': (number);
  'rebuilding': (boolean);
  'unreadable': (string);
  'cache': (_parley_views_v1_Content__Output | null);
  'search': (_parley_views_v1_Content__Output | null);
}
