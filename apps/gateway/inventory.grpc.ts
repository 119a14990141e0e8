import type { InventoryDefinition } from '@parley/contracts/generated/parley/inventory/v1/Inventory';
import { grpcClient } from '@parley/middleware/grpc';

export type InventoryClient = ReturnType<typeof openInventory>;

/** The way out to inventory. */
export const openInventory = (address: string) =>
  grpcClient<InventoryDefinition>('parley.inventory.v1.Inventory', address);
