// Original file: proto/parley/pricing/v1/pricing.proto

import type { QuoteLine as _parley_pricing_v1_QuoteLine, QuoteLine__Output as _parley_pricing_v1_QuoteLine__Output } from '../../../parley/pricing/v1/QuoteLine';

export interface QuoteRequest {
  'orderId'?: (string);
  'country'?: (string);
  'lines'?: (_parley_pricing_v1_QuoteLine)[];
}

export interface QuoteRequest__Output {
  'orderId': (string);
  'country': (string);
  'lines': (_parley_pricing_v1_QuoteLine__Output)[];
}
