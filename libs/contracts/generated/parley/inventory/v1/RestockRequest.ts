// Original file: proto/parley/inventory/v1/inventory.proto

import type { StockLine as _parley_inventory_v1_StockLine, StockLine__Output as _parley_inventory_v1_StockLine__Output } from '../../../parley/inventory/v1/StockLine';

export interface RestockRequest {
  'returnId'?: (string);
  'lines'?: (_parley_inventory_v1_StockLine)[];
}

export interface RestockRequest__Output {
  'returnId': (string);
  'lines': (_parley_inventory_v1_StockLine__Output)[];
}
