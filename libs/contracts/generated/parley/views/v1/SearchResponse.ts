// Original file: proto/parley/views/v1/views.proto

import type { ViewedOrder as _parley_views_v1_ViewedOrder, ViewedOrder__Output as _parley_views_v1_ViewedOrder__Output } from '../../../parley/views/v1/ViewedOrder';
import type { Lag as _parley_views_v1_Lag, Lag__Output as _parley_views_v1_Lag__Output } from '../../../parley/views/v1/Lag';

export interface SearchResponse {
  'orders'?: (_parley_views_v1_ViewedOrder)[];
  'found'?: (number);
  'lag'?: (_parley_views_v1_Lag | null);
}

export interface SearchResponse__Output {
  'orders': (_parley_views_v1_ViewedOrder__Output)[];
  'found': (number);
  'lag': (_parley_views_v1_Lag__Output | null);
}
