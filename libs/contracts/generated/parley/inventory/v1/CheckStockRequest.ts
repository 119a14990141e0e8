// Original file: proto/parley/inventory/v1/inventory.proto

import type { StockLine as _parley_inventory_v1_StockLine, StockLine__Output as _parley_inventory_v1_StockLine__Output } from '../../../parley/inventory/v1/StockLine';

export interface CheckStockRequest {
  'lines'?: (_parley_inventory_v1_StockLine)[];
}

export interface CheckStockRequest__Output {
  'lines': (_parley_inventory_v1_StockLine__Output)[];
}
