// Original file: proto/parley/orders/v1/orders.proto


export interface GetReturnRequest {
  'returnId'?: (string);
}

export interface GetReturnRequest__Output {
  'returnId': (string);
}
