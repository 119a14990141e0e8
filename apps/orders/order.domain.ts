/** What an order can be. */
export type State =
  | 'pending'
  | 'accepted'
  | 'paid'
  | 'packed'
  | 'shipped'
  | 'completed'
  | 'rejecting'
  | 'rejected'
  | 'cancelling'
  | 'releasing'
  | 'cancelled';

/** What an order wants of others: `pay` and `cancel` of fulfilment, the rest of inventory, until acknowledged. */
export type Command = 'pay' | 'cancel' | 'ship' | 'release';

/** How a change is told to the log. States between two answers (`rejecting`, `releasing`) are not told. */
export type EventType =
  'accepted' | 'rejected' | 'paid' | 'packed' | 'shipped' | 'completed' | 'cancelling' | 'cancelled' | 'returned';

/** What fulfilment tells. */
export const outcomes = ['paid', 'declined', 'packed', 'shipped', 'cancelled', 'refunded'] as const;
export type Outcome = (typeof outcomes)[number];

/**
 * What can happen to an order: fulfilment's outcomes; what inventory answered (`reserved`, `refused`; `released` and
 * `stockShipped` acknowledge commands); `gaveUp` placing it; a customer's `cancel`; a return that is `returned`.
 */
export type Trigger = Outcome | 'reserved' | 'refused' | 'gaveUp' | 'cancel' | 'released' | 'stockShipped' | 'returned';

export interface Transition {
  to: State;
  commands?: Command[];
  event?: EventType;
}

/**
 * The saga, whole. What is not in the table does not change the order.
 *
 * `refused` needs no release: no Reserve went out, or inventory keeps its refusal, so that a late one gets the same
 * answer. `gaveUp` does: a Reserve may be on its way. While `cancelling`, fulfilment decides alone between shipped and cancelled: what it did
 * before it saw the cancel is only noted.
 */
export const saga: Record<State, Partial<Record<Trigger, Transition>>> = {
  pending: {
    reserved: { to: 'accepted', commands: ['pay'], event: 'accepted' },
    refused: { to: 'rejected', event: 'rejected' },
    gaveUp: { to: 'rejecting', commands: ['release'] },
  },
  accepted: {
    paid: { to: 'paid', event: 'paid' },
    declined: { to: 'rejecting', commands: ['release'] },
    cancel: { to: 'cancelling', commands: ['cancel'], event: 'cancelling' },
  },
  paid: {
    packed: { to: 'packed', event: 'packed' },
    cancel: { to: 'cancelling', commands: ['cancel'], event: 'cancelling' },
  },
  packed: {
    shipped: { to: 'shipped', commands: ['ship'], event: 'shipped' },
    cancel: { to: 'cancelling', commands: ['cancel'], event: 'cancelling' },
  },
  shipped: {
    stockShipped: { to: 'completed', event: 'completed' },
  },
  completed: {
    refunded: { to: 'completed' },
    returned: { to: 'completed', event: 'returned' },
  },
  rejecting: {
    released: { to: 'rejected', event: 'rejected' },
  },
  rejected: {},
  cancelling: {
    paid: { to: 'cancelling' },
    packed: { to: 'cancelling' },
    declined: { to: 'rejecting', commands: ['release'] },
    shipped: { to: 'shipped', commands: ['ship'], event: 'shipped' },
    cancelled: { to: 'releasing', commands: ['release'] },
  },
  releasing: {
    released: { to: 'cancelled', event: 'cancelled' },
  },
  cancelled: {},
};

/** The change that `trigger` makes in `state`; undefined where it makes none. */
export const decide = (state: State, trigger: Trigger): Transition | undefined => saga[state][trigger];

/** The states that an order ends in. A return does not leave `completed`. */
export const finalStates: readonly State[] = ['completed', 'rejected', 'cancelled'];
export const isFinal = (state: State): boolean => finalStates.includes(state);

/** Why an order can't be cancelled; '' where it can be, or is already. */
export const whyNotCancelled = (state: State): '' | 'pending' | 'too-late' | 'rejected' => {
  if (state === 'pending') return 'pending';
  if (state === 'shipped' || state === 'completed') return 'too-late';
  if (state === 'rejecting' || state === 'rejected') return 'rejected';
  return '';
};

/** Whether Place has its answer. An order that was never accepted is answered only when its stock is released. */
export const isAnswered = (order: { state: State; version: number }): boolean =>
  order.state !== 'pending' && !(order.state === 'rejecting' && order.version === 0);

/**
 * Milestones come in any order, and more than once; they count in the order of their steps (1, 2, 3 …).
 * `kept` are the ones that came too early. Returns those whose turn it is now, in order, and those to be kept.
 */
export function inStep<M extends { step: number }>(lastStep: number, kept: readonly M[], arrived: M) {
  const waiting = new Map(kept.map((milestone) => [milestone.step, milestone]));
  if (arrived.step > lastStep && !waiting.has(arrived.step)) waiting.set(arrived.step, arrived);
  const due: M[] = [];
  for (let step = lastStep + 1; waiting.has(step); step += 1) {
    due.push(waiting.get(step)!);
    waiting.delete(step);
  }
  return { due, kept: [...waiting.values()] };
}

export interface WantedLine {
  sku: string;
  quantity: number;
}

/** Repeated skus add up, at the place of the first. */
export function mergeLines(lines: readonly WantedLine[]): WantedLine[] {
  const bySku = new Map<string, number>();
  for (const { sku, quantity } of lines) bySku.set(sku, (bySku.get(sku) ?? 0) + quantity);
  return [...bySku].map(([sku, quantity]) => ({ sku, quantity }));
}

/** Money in pence. `net` is after the discount. */
export interface PricedLine extends WantedLine {
  line: number;
  unitPrice: bigint;
  discount: bigint;
  net: bigint;
  vat: bigint;
  gross: bigint;
  parcels: number;
}

/** What an order comes to: the sums of its lines. */
export const totalsOf = (lines: readonly Pick<PricedLine, 'net' | 'vat' | 'gross' | 'parcels'>[]) => ({
  net: lines.reduce((sum, line) => sum + line.net, 0n),
  vat: lines.reduce((sum, line) => sum + line.vat, 0n),
  gross: lines.reduce((sum, line) => sum + line.gross, 0n),
  parcels: lines.reduce((sum, line) => sum + line.parcels, 0),
});

export interface Shortage {
  sku: string;
  wanted: number;
  available: number;
}

/** Why an order is rejected for want of stock, as it is shown: the first three products by name. */
export function outOfStock(shortages: readonly Shortage[]): string {
  const shown = shortages.slice(0, 3).map((s) => `${s.sku} (wanted ${s.wanted}, have ${s.available})`);
  const more = shortages.length > 3 ? ` and ${shortages.length - 3} more` : '';
  return `out of stock: ${shown.join(', ')}${more}`;
}
