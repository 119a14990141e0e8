// Original file: proto/parley/inventory/v1/inventory.proto

import type { StockLine as _parley_inventory_v1_StockLine, StockLine__Output as _parley_inventory_v1_StockLine__Output } from '../../../parley/inventory/v1/StockLine';

export interface ReserveRequest {
  'orderId'?: (string);
  'lines'?: (_parley_inventory_v1_StockLine)[];
}

export interface ReserveRequest__Output {
  'orderId': (string);
  'lines': (_parley_inventory_v1_StockLine__Output)[];
}
