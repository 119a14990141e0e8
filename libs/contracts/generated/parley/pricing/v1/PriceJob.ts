// Original file: proto/parley/pricing/v1/pricing.proto


export interface PriceJob {
  'jobId'?: (string);
  'orderId'?: (string);
  'line'?: (number);
  'sku'?: (string);
  'quantity'?: (number);
  'country'?: (string);
}

export interface PriceJob__Output {
  'jobId': (string);
  'orderId': (string);
  'line': (number);
  'sku': (string);
  'quantity': (number);
  'country': (string);
}
