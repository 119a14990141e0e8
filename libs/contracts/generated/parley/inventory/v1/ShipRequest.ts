// Original file: proto/parley/inventory/v1/inventory.proto


export interface ShipRequest {
  'orderId'?: (string);
}

export interface ShipRequest__Output {
  'orderId': (string);
}
