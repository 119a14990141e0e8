// Original file: proto/parley/inventory/v1/inventory.proto


export interface StockLine {
  'sku'?: (string);
  'quantity'?: (number);
}

export interface StockLine__Output {
  'sku': (string);
  'quantity': (number);
}
