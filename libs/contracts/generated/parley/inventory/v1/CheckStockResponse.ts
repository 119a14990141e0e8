// Original file: proto/parley/inventory/v1/inventory.proto

import type { Shortage as _parley_inventory_v1_Shortage, Shortage__Output as _parley_inventory_v1_Shortage__Output } from '../../../parley/inventory/v1/Shortage';

export interface CheckStockResponse {
  'shortages'?: (_parley_inventory_v1_Shortage)[];
}

export interface CheckStockResponse__Output {
  'shortages': (_parley_inventory_v1_Shortage__Output)[];
}
