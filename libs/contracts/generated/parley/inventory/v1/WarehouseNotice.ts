// Original file: proto/parley/inventory/v1/inventory.proto


export interface WarehouseNotice {
  'noticeId'?: (string);
  'orderId'?: (string);
  'parcels'?: (number);
}

export interface WarehouseNotice__Output {
  'noticeId': (string);
  'orderId': (string);
  'parcels': (number);
}
