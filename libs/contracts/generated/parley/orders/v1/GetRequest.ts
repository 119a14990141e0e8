// Original file: proto/parley/orders/v1/orders.proto


export interface GetRequest {
  'orderId'?: (string);
}

export interface GetRequest__Output {
  'orderId': (string);
}
