// Original file: proto/parley/observer/v1/observer.proto

import type { Hop as _parley_observer_v1_Hop, Hop__Output as _parley_observer_v1_Hop__Output } from '../../../parley/observer/v1/Hop';

export interface JourneyResponse {
  'traceId'?: (string);
  'hops'?: (_parley_observer_v1_Hop)[];
}

export interface JourneyResponse__Output {
  'traceId': (string);
  'hops': (_parley_observer_v1_Hop__Output)[];
}
