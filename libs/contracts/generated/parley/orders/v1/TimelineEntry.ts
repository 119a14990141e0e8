// Original file: proto/parley/orders/v1/orders.proto


export interface TimelineEntry {
  'at'?: (string);
  'state'?: (string);
  'note'?: (string);
}

export interface TimelineEntry__Output {
  'at': (string);
  'state': (string);
  'note': (string);
}
