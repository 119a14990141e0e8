// Original file: proto/parley/pricing/v1/pricing.proto


export interface QuoteLine {
  'line'?: (number);
  'sku'?: (string);
  'quantity'?: (number);
}

export interface QuoteLine__Output {
  'line': (number);
  'sku': (string);
  'quantity': (number);
}
