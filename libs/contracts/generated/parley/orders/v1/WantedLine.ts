// Original file: proto/parley/orders/v1/orders.proto


export interface WantedLine {
  'sku'?: (string);
  'quantity'?: (number);
}

export interface WantedLine__Output {
  'sku': (string);
  'quantity': (number);
}
