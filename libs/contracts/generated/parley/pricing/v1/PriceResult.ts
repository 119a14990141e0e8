// Original file: proto/parley/pricing/v1/pricing.proto

import type { PricedLine as _parley_pricing_v1_PricedLine, PricedLine__Output as _parley_pricing_v1_PricedLine__Output } from '../../../parley/pricing/v1/PricedLine';

export interface PriceResult {
  'jobId'?: (string);
  'worker'?: (string);
  'priced'?: (_parley_pricing_v1_PricedLine | null);
  'error'?: (string);
}

export interface PriceResult__Output {
  'jobId': (string);
  'worker': (string);
  'priced': (_parley_pricing_v1_PricedLine__Output | null);
  'error': (string);
}
