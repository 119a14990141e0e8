import { createHash } from 'node:crypto';
import { Fatal } from '@parley/faults';

export type Phase = 'new' | 'charging' | 'paid' | 'declined' | 'packed' | 'shipped' | 'cancelled';

/** An order as fulfilment knows it. `paid` and `refunded` are pence; `step` is the last step number given. */
export interface Fulfilment {
  phase: Phase;
  paid: bigint;
  refunded: bigint;
  step: number;
}

/** An order of which nothing has come in yet. */
export const unknownOrder: Fulfilment = { phase: 'new', paid: 0n, refunded: 0n, step: 0 };

export type Command =
  /** `account`: the customer has one, so the ledger has to agree. A guest pays at once. */
  | { kind: 'pay'; orderId: string; amount: bigint; account?: boolean }
  /** What the ledger has answered; `declined` says why not, '' is yes. */
  | { kind: 'charged'; orderId: string; amount: bigint; declined: string }
  | { kind: 'pack' | 'ship' | 'cancel'; orderId: string }
  | { kind: 'return'; orderId: string; amount: bigint; returnId: string };

export type Outcome = 'paid' | 'declined' | 'packed' | 'shipped' | 'cancelled' | 'refunded';

/** What the order goes on to, and what is to be told and done, all in one transaction. */
export interface Decision {
  order: Fulfilment;
  /** At most one milestone a command; its step is `order.step`. Amounts are pence. */
  milestone?: { outcome: Outcome; amount: bigint; reason: string };
  payment?: bigint;
  /** To be debited at the ledger, which then decides. */
  charge?: bigint;
  /** Debited in vain: to be given back at the ledger, and nowhere else. */
  undo?: bigint;
  refund?: { amount: bigint; kind: 'cancel' | 'return' };
  next?: 'packing' | 'shipping';
  warehouseNotice?: boolean;
}

/** Whether the order's payment is declined: so many of a thousand, by a hash of the order id, so always the same ones. */
export function isDeclined(orderId: string, perMille: number): boolean {
  return createHash('sha256').update(orderId).digest().readUInt32BE(0) % 1000 < perMille;
}

/** Pence that a store's integer column gives back exactly. */
const largest = BigInt(Number.MAX_SAFE_INTEGER);

const nothing = (order: Fulfilment): Decision => ({ order });

const reached = (
  order: Fulfilment,
  outcome: Outcome,
  also: Omit<Decision, 'order' | 'milestone'> = {},
  reason = '',
): Decision => ({ order, milestone: { outcome, amount: also.payment ?? also.refund?.amount ?? 0n, reason }, ...also });

function pay(
  order: Fulfilment,
  { orderId, amount, account }: Extract<Command, { kind: 'pay' }>,
  perMille: number,
): Decision {
  if (amount < 0n || amount > largest)
    throw new Fatal(`payment of ${amount}`, { reason: 'invalid-amount', detail: { orderId } });
  if (order.phase !== 'new') return nothing(order); // barred by a cancel, or paid by an earlier command
  const step = order.step + 1;
  if (isDeclined(orderId, perMille)) {
    return reached({ ...order, phase: 'declined', step }, 'declined', {}, 'payment-declined');
  }
  if (account) return { order: { ...order, phase: 'charging' }, charge: amount };
  return paid(order, amount);
}

const paid = (order: Fulfilment, amount: bigint): Decision =>
  reached({ ...order, phase: 'paid', paid: amount, step: order.step + 1 }, 'paid', {
    payment: amount,
    next: 'packing',
  });

function charged(order: Fulfilment, { amount, declined }: Extract<Command, { kind: 'charged' }>): Decision {
  if (order.phase === 'charging') {
    if (!declined) return paid(order, amount);
    return reached({ ...order, phase: 'declined', step: order.step + 1 }, 'declined', {}, declined);
  }
  // Cancelled while the ledger was asked: nothing was paid that the cancel could have given back.
  if (order.phase === 'cancelled' && order.paid === 0n && !declined) return { order, undo: amount };
  return nothing(order);
}

function advance(order: Fulfilment, kind: 'pack' | 'ship', orderId: string): Decision {
  const [from, to] = kind === 'pack' ? (['paid', 'packed'] as const) : (['packed', 'shipped'] as const);
  if (order.phase === from) {
    const next = { ...order, phase: to, step: order.step + 1 };
    return reached(next, to, kind === 'pack' ? { next: 'shipping', warehouseNotice: true } : {});
  }
  const over = kind === 'pack' ? ['packed', 'shipped', 'cancelled'] : ['shipped', 'cancelled'];
  if (over.includes(order.phase)) return nothing(order);
  throw new Fatal(`${kind} of an order that is ${order.phase}`, { reason: `not-${from}`, detail: { orderId } });
}

function cancel(order: Fulfilment): Decision {
  if (!['new', 'charging', 'paid', 'packed'].includes(order.phase)) return nothing(order);
  const back = order.paid - order.refunded;
  const next: Fulfilment = { ...order, phase: 'cancelled', refunded: order.paid, step: order.step + 1 };
  return reached(next, 'cancelled', back > 0n ? { refund: { amount: back, kind: 'cancel' } } : {});
}

function giveBack(order: Fulfilment, { orderId, amount }: { orderId: string; amount: bigint }): Decision {
  const refused = (reason: string) =>
    new Fatal(`return of ${amount} on an order that is ${order.phase}, ${order.paid - order.refunded} left`, {
      reason,
      detail: { orderId },
    });
  if (amount <= 0n) throw refused('invalid-amount');
  if (order.phase !== 'shipped') throw refused('not-shipped');
  if (order.refunded + amount > order.paid) throw refused('over-refund');
  const next = { ...order, refunded: order.refunded + amount, step: order.step + 1 };
  return reached(next, 'refunded', { refund: { amount, kind: 'return' } });
}

/**
 * Decides one command on one order. A command whose time is over (a second payment, packing after a cancel, a cancel
 * after shipping, a second cancel) changes nothing. A cancel that comes before the payment bars the payment; one that comes
 * while the ledger is asked has what was debited given back there.
 * Throws Fatal for what can never be right: `not-paid`, `not-packed`, `not-shipped`, `over-refund`, `invalid-amount`.
 */
export function decide(order: Fulfilment, command: Command, declinePerMille: number): Decision {
  switch (command.kind) {
    case 'pay':
      return pay(order, command, declinePerMille);
    case 'charged':
      return charged(order, command);
    case 'pack':
    case 'ship':
      return advance(order, command.kind, command.orderId);
    case 'cancel':
      return cancel(order);
    case 'return':
      return giveBack(order, command);
  }
}
