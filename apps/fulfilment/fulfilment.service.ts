import { v7 as uuid } from 'uuid';
import type { FulfilCommand } from '@parley/contracts/generated/parley/fulfilment/v1/FulfilCommand';
import { Fatal } from '@parley/faults';
import { firstSeen } from '@parley/store';
import { type Command, type Decision, type Fulfilment, decide } from './fulfilment.domain';
import { creditAccount, debitAccount } from './ledger.outbox';
import type { FulfilmentStore, FulfilmentTables, FulfilmentTransaction } from './migrations';
import { tellMilestone } from './milestones.queue';
import { sendNextAction } from './next-action.queue';
import { tellWarehouse } from './warehouse-notices.queue';

/** A command with what is only carried on, not decided upon. */
export interface Incoming {
  commandId: string;
  /** Of the queue it came by: a command id counts once a queue. */
  queue: string;
  command: Command;
  carried: Pick<FulfilCommand, 'customer' | 'country' | 'parcels' | 'reference' | 'amount'>;
}

type OrderRow = FulfilmentTables['orders'];

async function readOrder(tx: FulfilmentTransaction, { command: { orderId }, carried }: Incoming): Promise<OrderRow> {
  const row = await tx.selectFrom('orders').selectAll().where('order_id', '=', orderId).executeTakeFirst();
  const { customer = '', reference = '' } = carried;
  return row ?? { order_id: orderId, customer, reference, phase: 'new', paid: 0, refunded: 0, step: 0 };
}

const orderOf = ({ phase, paid, refunded, step }: OrderRow): Fulfilment => ({
  phase,
  paid: BigInt(paid),
  refunded: BigInt(refunded),
  step,
});

async function record(tx: FulfilmentTransaction, row: OrderRow, incoming: Incoming, decision: Decision, at: string) {
  const { order_id } = row;
  const { phase, paid, refunded, step } = decision.order;
  const changed = { phase, paid: Number(paid), refunded: Number(refunded), step };
  await tx
    .insertInto('orders')
    .values({ ...row, ...changed })
    .onConflict((conflict) => conflict.column('order_id').doUpdateSet(changed))
    .execute();
  if (decision.payment !== undefined) {
    await tx
      .insertInto('payments')
      .values({ order_id, amount: Number(decision.payment), at })
      .execute();
  }
  if (decision.charge !== undefined) {
    const { country = '', parcels = 0 } = incoming.carried;
    const charge = { order_id, amount: Number(decision.charge), country, parcels, at };
    await tx
      .insertInto('charges')
      .values({ ...charge, outcome: '', version: 0 })
      .execute();
    await debitAccount(tx, order_id, row.customer, decision.charge);
  }
  if (decision.undo !== undefined) {
    await creditAccount(tx, order_id, `payment/${order_id}/undo`, row.customer, decision.undo);
  }
  if (decision.refund) {
    const { amount, kind } = decision.refund;
    const refund = { refund_id: incoming.commandId, order_id, amount: Number(amount), kind, at };
    await tx
      .insertInto('refunds')
      .values({ ...refund, return_id: returnIdOf(incoming.command) })
      .execute();
    if (row.customer) await creditAccount(tx, order_id, `refund/${incoming.commandId}`, row.customer, amount);
  }
}

const returnIdOf = (command: Command): string => (command.kind === 'return' ? command.returnId : '');

/**
 * Does one command: its inbox row, what it changes, its milestone with the order's next step number and the next
 * action's command are one transaction. Returns after the commit; true when the command was new. A command that was
 * done before changes nothing. Throws Fatal as `decide` does, and `invalid-command` without ids; nothing is stored then.
 */
export async function fulfil(store: FulfilmentStore, incoming: Incoming, declinePerMille: number): Promise<boolean> {
  const { commandId, queue, command } = incoming;
  if (!commandId || !command.orderId) {
    throw new Fatal('a command needs a command id and an order id', { reason: 'invalid-command', detail: { queue } });
  }
  return store.transaction(async (tx) => {
    if (!(await firstSeen(tx, `${queue}/${commandId}`))) return false;
    await carryOut(tx, incoming, declinePerMille);
    return true;
  });
}

/**
 * What the ledger has answered to an order's charge: goes into the transaction in which the call is marked as answered, and so
 * happens once.
 */
export async function chargeAnswered(
  tx: FulfilmentTransaction,
  orderId: string,
  { outcome, reason, version }: { outcome: string; reason: string; version: string },
): Promise<void> {
  const charge = await tx.selectFrom('charges').selectAll().where('order_id', '=', orderId).executeTakeFirstOrThrow();
  await tx
    .updateTable('charges')
    .set({ outcome, version: Number(version) })
    .where('order_id', '=', orderId)
    .execute();
  const row = await tx.selectFrom('orders').selectAll().where('order_id', '=', orderId).executeTakeFirstOrThrow();
  const amount = BigInt(charge.amount);
  const incoming: Incoming = {
    commandId: `payment/${orderId}`,
    queue: 'ledger',
    command: { kind: 'charged', orderId, amount, declined: outcome === 'done' ? '' : reason },
    carried: {
      customer: row.customer,
      reference: row.reference,
      country: charge.country,
      parcels: charge.parcels,
      amount: String(charge.amount),
    },
  };
  await carryOut(tx, incoming, 0);
}

async function carryOut(tx: FulfilmentTransaction, incoming: Incoming, declinePerMille: number): Promise<void> {
  const { command, carried } = incoming;
  const row = await readOrder(tx, incoming);
  const decision = decide(orderOf(row), command, declinePerMille);
  if (!decision.milestone && decision.charge === undefined && decision.undo === undefined) return;
  const at = new Date().toISOString();
  await record(tx, row, incoming, decision, at);
  if (!decision.milestone) return;
  await tellMilestone(tx, {
    ...decision.milestone,
    milestoneId: uuid(),
    orderId: row.order_id,
    step: decision.order.step,
    returnId: returnIdOf(command),
    at,
    customer: row.customer,
    reference: row.reference,
  });
  if (decision.next) await sendNextAction(tx, decision.next, { ...carried, orderId: row.order_id });
  if (decision.warehouseNotice) await tellWarehouse(tx, row.order_id, carried.parcels ?? 0);
}
