// Original file: proto/parley/pricing/v1/pricing.proto

import type { Long } from '@grpc/proto-loader';

export interface PricedLine {
  'line'?: (number);
  'sku'?: (string);
  'quantity'?: (number);
  'unitPrice'?: (number | string | Long);
  'discount'?: (number | string | Long);
  'net'?: (number | string | Long);
  'vat'?: (number | string | Long);
  'gross'?: (number | string | Long);
  'parcels'?: (number);
}

export interface PricedLine__Output {
  'line': (number);
  'sku': (string);
  'quantity': (number);
  'unitPrice': (string);
  'discount': (string);
  'net': (string);
  'vat': (string);
  'gross': (string);
  'parcels': (number);
}
