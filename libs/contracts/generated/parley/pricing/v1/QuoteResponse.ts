// Original file: proto/parley/pricing/v1/pricing.proto

import type { PricedLine as _parley_pricing_v1_PricedLine, PricedLine__Output as _parley_pricing_v1_PricedLine__Output } from '../../../parley/pricing/v1/PricedLine';
import type { Long } from '@grpc/proto-loader';

export interface QuoteResponse {
  'lines'?: (_parley_pricing_v1_PricedLine)[];
  'net'?: (number | string | Long);
  'vat'?: (number | string | Long);
  'gross'?: (number | string | Long);
  'parcels'?: (number);
}

export interface QuoteResponse__Output {
  'lines': (_parley_pricing_v1_PricedLine__Output)[];
  'net': (string);
  'vat': (string);
  'gross': (string);
  'parcels': (number);
}
