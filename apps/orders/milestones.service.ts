import { Fatal, crashPoint } from '@parley/faults';
import { firstSeen } from '@parley/store';
import { tagOrder } from '@parley/tracing';
import { type Outcome, inStep, outcomes } from './order.domain';
import {
  type OrderRow,
  type OrdersStore,
  type Tx,
  readEarly,
  readOrder,
  updateOrder,
  writeEarly,
} from './orders.store';
import { refundDone } from './returns.service';
import { type Circumstances, advance } from './transition';

/** What fulfilment tells of an order. `amount`: pence, taken or given back. */
export interface Milestone {
  milestoneId: string;
  orderId: string;
  step: number;
  outcome: Outcome;
  amount: bigint;
  returnId: string;
  reason: string;
}

/** A milestone as it is kept, until its predecessors are in. */
const keep = (milestone: Milestone) => ({
  step: milestone.step,
  milestone_id: milestone.milestoneId,
  body: JSON.stringify({ ...milestone, amount: milestone.amount.toString() }),
});
const unkeep = ({ body }: { body: string }): Milestone => {
  const { amount, ...milestone } = JSON.parse(body) as Omit<Milestone, 'amount'> & { amount: string };
  return { ...milestone, amount: BigInt(amount) };
};

const circumstances = ({ outcome, reason }: Milestone): Circumstances => {
  if (outcome === 'declined') return { reason: reason || 'payment declined' };
  if (outcome === 'cancelled') return { reason: reason || 'cancelled by the customer' };
  return {};
};

async function apply(tx: Tx, order: OrderRow, milestone: Milestone): Promise<OrderRow> {
  const changed = (await advance(tx, order, milestone.outcome, circumstances(milestone))) ?? order;
  if (milestone.outcome !== 'refunded' && milestone.outcome !== 'cancelled') return changed;
  const refunded = changed.refunded + Number(milestone.amount);
  await updateOrder(tx, order.order_id, { refunded });
  if (milestone.outcome === 'refunded') await refundDone(tx, milestone.returnId, order.order_id);
  return { ...changed, refunded };
}

export function assertMilestone({ milestoneId, step, outcome }: Omit<Milestone, 'outcome'> & { outcome: string }) {
  if (milestoneId === '') throw new Fatal('a milestone without id', { reason: 'invalid-milestone' });
  if (!(step >= 1)) throw new Fatal(`milestone ${milestoneId} has step ${step}`, { reason: 'invalid-milestone' });
  if (!outcomes.some((each) => each === outcome)) {
    throw new Fatal(`milestone ${milestoneId}: no outcome ${outcome}`, { reason: 'unknown-outcome' });
  }
}

/**
 * Takes a milestone, once by its id: it and those that waited for it count in the order of their steps; one that is
 * early is kept. Resolves when that is committed, together with every message it leads to. Throws Fatal
 * `unknown-order`, `unknown-outcome` or `invalid-milestone`: those can never count.
 */
export const takingMilestones =
  (store: OrdersStore) =>
  async (milestone: Milestone): Promise<void> => {
    assertMilestone(milestone);
    tagOrder(milestone.orderId);
    await store.transaction(async (tx) => {
      if (!(await firstSeen(tx, milestone.milestoneId))) return;
      let order = await readOrder(tx, milestone.orderId);
      if (!order) throw new Fatal(`no order ${milestone.orderId}`, { reason: 'unknown-order' });
      const { due, kept } = inStep(order.step, (await readEarly(tx, order.order_id)).map(unkeep), milestone);
      for (const each of due) order = await apply(tx, order, each);
      if (due.length > 0) await updateOrder(tx, order.order_id, { step: order.step + due.length });
      await writeEarly(tx, order.order_id, kept.map(keep));
    });
    crashPoint('orders.milestone.committed');
  };
