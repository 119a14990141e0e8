// Original file: proto/parley/analytics/v1/analytics.proto


export interface SalesRequest {
  'by'?: (string);
  'limit'?: (number);
}

export interface SalesRequest__Output {
  'by': (string);
  'limit': (number);
}
