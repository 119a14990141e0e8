import type { InventoryDefinition } from '@parley/contracts/generated/parley/inventory/v1/Inventory';
import { grpcClient } from '@parley/middleware/grpc';
import type { Stocked } from './demand.domain';
import { unreachable } from './failures';

const CHUNK = 500;
const DEADLINE_MS = 30_000;

/** Gives inventory its products, those that it knows already excepted. Resolves to how many were new. */
export async function loadProducts(address: string, products: Stocked[]): Promise<{ added: number; known: number }> {
  const inventory = grpcClient<InventoryDefinition>('parley.inventory.v1.Inventory', address, {
    deadlineMs: DEADLINE_MS,
  });
  const total = { added: 0, known: 0 };
  try {
    for (let from = 0; from < products.length; from += CHUNK) {
      const { added, known } = await inventory.LoadProducts(
        { products: products.slice(from, from + CHUNK) },
        { idempotent: true },
      );
      total.added += added;
      total.known += known;
    }
    return total;
  } catch (error) {
    throw unreachable(`Inventory at ${address} did not take the products: ${(error as Error).message}`, error);
  } finally {
    inventory.close();
  }
}
