// Original file: proto/parley/inventory/v1/inventory.proto


export interface ListProductsRequest {
  'afterSku'?: (string);
  'limit'?: (number);
  'search'?: (string);
}

export interface ListProductsRequest__Output {
  'afterSku': (string);
  'limit': (number);
  'search': (string);
}
