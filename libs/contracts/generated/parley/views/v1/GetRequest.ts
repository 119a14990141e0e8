// Original file: proto/parley/views/v1/views.proto


export interface GetRequest {
  'orderId'?: (string);
}

export interface GetRequest__Output {
  'orderId': (string);
}
