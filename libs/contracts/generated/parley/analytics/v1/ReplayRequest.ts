// Original file: proto/parley/analytics/v1/analytics.proto


export interface ReplayRequest {
  'by'?: (string);
  'from'?: (string);
  'limit'?: (number);
}

export interface ReplayRequest__Output {
  'by': (string);
  'from': (string);
  'limit': (number);
}
