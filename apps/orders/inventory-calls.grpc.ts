import type { InventoryDefinition } from '@parley/contracts/generated/parley/inventory/v1/Inventory';
import type { ReleaseRequest } from '@parley/contracts/generated/parley/inventory/v1/ReleaseRequest';
import type { RestockRequest } from '@parley/contracts/generated/parley/inventory/v1/RestockRequest';
import type { ShipRequest } from '@parley/contracts/generated/parley/inventory/v1/ShipRequest';
import { Fatal, crashPoint } from '@parley/faults';
import { decode } from '@parley/marshalling';
import { grpcClient } from '@parley/middleware/grpc';
import type { Way } from '@parley/service';
import { type OutboxRow, type Settled, outboxRelay } from '@parley/store';
import { withTrace } from '@parley/tracing';
import type { OrdersDatabase } from './migrations';
import { callAcknowledged } from './orders.service';
import type { OrdersStore } from './orders.store';

/**
 * The way out for calls that change inventory: durable steps, kept in the outbox and repeated until inventory has
 * acknowledged. What follows from one (the order's next state) is committed with the row's being marked.
 */
export function inventoryCalls(store: OrdersStore, address: string, owner: string): Way {
  const inventory = grpcClient<InventoryDefinition>('parley.inventory.v1.Inventory', address);
  const calls: Record<string, (request: object) => Promise<unknown>> = {
    'parley.inventory.v1.Inventory/Ship': (request: ShipRequest) => inventory.Ship(request, { idempotent: true }),
    'parley.inventory.v1.Inventory/Release': (request: ReleaseRequest) =>
      inventory.Release(request, { idempotent: true }),
    'parley.inventory.v1.Inventory/Restock': (request: RestockRequest) =>
      inventory.Restock(request, { idempotent: true }),
  };

  async function settle(row: OutboxRow): Promise<Settled<OrdersDatabase>> {
    try {
      const call = calls[row.destination];
      if (!call) throw new Fatal(`no call ${row.destination}`, { reason: 'unknown-call' });
      await withTrace(row.trace, () => call(decode(row.type, row.contentType, row.body)));
    } catch (error) {
      return { row, error };
    }
    crashPoint('orders.call.acknowledged');
    return { row, ok: true, after: (tx) => withTrace(row.trace, () => callAcknowledged(tx, row)) };
  }

  const relay = outboxRelay<OrdersDatabase>(store, {
    channel: 'grpc',
    order: 'any',
    owner,
    batch: 32,
    deliver: (rows) => Promise.all(rows.map(settle)),
  });
  return { ...relay, channel: 'grpc parley.inventory.v1.Inventory (durable)', close: async () => inventory.close() };
}
