// Original file: proto/parley/orders/v1/orders.proto


export interface CancelRequest {
  'orderId'?: (string);
}

export interface CancelRequest__Output {
  'orderId': (string);
}
