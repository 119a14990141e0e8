// Original file: proto/parley/inventory/v1/inventory.proto


export interface LoadProductsResponse {
  'added'?: (number);
  'known'?: (number);
}

export interface LoadProductsResponse__Output {
  'added': (number);
  'known': (number);
}
