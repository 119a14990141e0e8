// Original file: proto/parley/views/v1/views.proto


export interface Visible {
  'events'?: (number);
  'p50'?: (number | string);
  'p99'?: (number | string);
  'max'?: (number | string);
}

export interface Visible__Output {
  'events': (number);
  'p50': (number);
  'p99': (number);
  'max': (number);
}
