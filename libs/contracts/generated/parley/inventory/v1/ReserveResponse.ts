// Original file: proto/parley/inventory/v1/inventory.proto

import type { Shortage as _parley_inventory_v1_Shortage, Shortage__Output as _parley_inventory_v1_Shortage__Output } from '../../../parley/inventory/v1/Shortage';

export interface ReserveResponse {
  'reserved'?: (boolean);
  'shortages'?: (_parley_inventory_v1_Shortage)[];
  'released'?: (boolean);
}

export interface ReserveResponse__Output {
  'reserved': (boolean);
  'shortages': (_parley_inventory_v1_Shortage__Output)[];
  'released': (boolean);
}
