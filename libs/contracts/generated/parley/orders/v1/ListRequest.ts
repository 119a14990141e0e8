// Original file: proto/parley/orders/v1/orders.proto


export interface ListRequest {
  'cursor'?: (string);
  'limit'?: (number);
  'state'?: (string);
  'customer'?: (string);
  'country'?: (string);
  'openOnly'?: (boolean);
}

export interface ListRequest__Output {
  'cursor': (string);
  'limit': (number);
  'state': (string);
  'customer': (string);
  'country': (string);
  'openOnly': (boolean);
}
