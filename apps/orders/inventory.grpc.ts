import type { InventoryDefinition } from '@parley/contracts/generated/parley/inventory/v1/Inventory';
import type { Shortage__Output } from '@parley/contracts/generated/parley/inventory/v1/Shortage';
import { grpcClient } from '@parley/middleware/grpc';
import type { Way } from '@parley/service';
import type { WantedLine } from './order.domain';
import type { Peers, Shortage } from './peers';

const shortagesOf = (shortages: Shortage__Output[]): Shortage[] =>
  shortages.map(({ sku, wanted, available, unknown }) => ({ sku, wanted, available: Number(available), unknown }));

/** The way out to inventory while somebody waits: the stock check (the switchable request–reply hop) and Reserve. */
export function inventoryClient(address: string, { deadlineMs = 5000 } = {}): Peers['inventory'] & Way {
  const inventory = grpcClient<InventoryDefinition>('parley.inventory.v1.Inventory', address, { deadlineMs });
  const stock = (lines: readonly WantedLine[]) => lines.map(({ sku, quantity }) => ({ sku, quantity }));
  return {
    channel: 'grpc parley.inventory.v1.Inventory',
    async checkStock(lines) {
      const { shortages } = await inventory.CheckStock({ lines: stock(lines) }, { idempotent: true });
      return shortagesOf(shortages);
    },
    async reserve(orderId, lines) {
      const answer = await inventory.Reserve({ orderId, lines: stock(lines) }, { idempotent: true });
      return { reserved: answer.reserved, released: answer.released, shortages: shortagesOf(answer.shortages) };
    },
    close: async () => inventory.close(),
  };
}
