import { Fatal, crashPoint } from '@parley/faults';
import { rpcError } from '@parley/middleware/grpc';
import type { OutboxRow } from '@parley/store';
import { tagOrder } from '@parley/tracing';
import { takingMilestones } from './milestones.service';
import { type Trigger, decide, whyNotCancelled } from './order.domain';
import { type OrderRow, type OrdersStore, type Tx, readOrder } from './orders.store';
import type { OrdersOptions, Peers } from './peers';
import { placing } from './place.service';
import { querying } from './queries.service';
import { restocked, takingReturns } from './returns.service';
import { advance } from './transition';

const whyNot = {
  pending: 'it is still being placed',
  'too-late': 'it has been shipped',
  rejected: 'it is rejected',
};

const acknowledges: Record<string, Trigger> = {
  'parley.inventory.v1.ShipRequest': 'stockShipped',
  'parley.inventory.v1.ReleaseRequest': 'released',
};

/** What a durable call leads to when inventory has acknowledged it; to be committed together with that. */
export async function callAcknowledged(tx: Tx, { type, key = '' }: Pick<OutboxRow, 'type' | 'key'>): Promise<void> {
  if (type === 'parley.inventory.v1.RestockRequest') return restocked(tx, key);
  const trigger = acknowledges[type];
  const order = await readOrder(tx, key);
  if (!trigger || !order) throw new Fatal(`nothing follows from ${type} ${key}`, { reason: 'unknown-call' });
  await advance(tx, order, trigger);
}

/** The order book: what its ways in call. */
export function openOrders(store: OrdersStore, peers: Peers, options: OrdersOptions) {
  const { place, answered, sweep, idle } = placing(store, peers, options);

  /**
   * Stores the wish to cancel; fulfilment decides. Asked again: no change. NOT_FOUND; FAILED_PRECONDITION `too-late`
   * once shipped, `rejected` where there is nothing to cancel. An order that is being placed is waited for.
   */
  async function cancel(orderId: string, deadline: number): Promise<OrderRow> {
    tagOrder(orderId);
    const found = await readOrder(store.db, orderId);
    if (!found) throw rpcError('NOT_FOUND', `no order ${orderId}`, { reason: 'unknown-order' });
    if (found.state === 'pending') await answered(orderId, deadline);
    const cancelled = await store.transaction(async (tx) => {
      const order = (await readOrder(tx, orderId))!;
      const reason = whyNotCancelled(order.state);
      if (reason !== '') {
        throw rpcError('FAILED_PRECONDITION', `order ${orderId} cannot be cancelled: ${whyNot[reason]}`, { reason });
      }
      if (!decide(order.state, 'cancel')) return order;
      return (await advance(tx, order, 'cancel', { note: 'asked by the customer' }))!;
    });
    crashPoint('orders.cancel.committed');
    return cancelled;
  }

  return {
    place,
    sweep,
    idle,
    cancel,
    applyMilestone: takingMilestones(store),
    ...takingReturns(store, peers),
    ...querying(store, options),
  };
}

export type Orders = ReturnType<typeof openOrders>;
