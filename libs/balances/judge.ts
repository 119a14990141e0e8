import type { Snapshot } from './snapshot';
import { viewsBeside } from './views';

/** One thing that must add up. `expected` and `actual` come from different places. */
export interface Balance {
  name: string;
  holds: boolean;
  expected: string;
  actual: string;
  /** The first few places where it does not hold. */
  detail?: string;
}

const finalStates = ['completed', 'rejected', 'cancelled'];
const sum = <T>(rows: T[], value: (row: T) => number | string): bigint =>
  rows.reduce((total, row) => total + BigInt(value(row)), 0n);
const pounds = (pence: bigint): string =>
  `${pence < 0n ? '-' : ''}£${(pence < 0n ? -pence : pence) / 100n}.${String((pence < 0n ? -pence : pence) % 100n).padStart(2, '0')}`;
const count = (rows: string[]): Map<string, number> =>
  rows.reduce((found, row) => found.set(row, (found.get(row) ?? 0) + 1), new Map<string, number>());

function totals<T>(
  rows: T[],
  key: (row: T) => string,
  value: (row: T) => number | string | bigint,
): Map<string, bigint> {
  const found = new Map<string, bigint>();
  for (const row of rows) found.set(key(row), (found.get(key(row)) ?? 0n) + BigInt(value(row)));
  return found;
}

const few = (places: string[]): string | undefined =>
  places.length === 0
    ? undefined
    : `${places.slice(0, 3).join('; ')}${places.length > 3 ? `; and ${places.length - 3} more` : ''}`;

const nothingAt = (name: string, of: number, places: string[]): Balance => ({
  name,
  holds: places.length === 0,
  expected: `${of}`,
  actual: `${of - places.length}`,
  detail: few(places),
});

const equal = (name: string, expected: bigint, actual: bigint, show: (value: bigint) => string = String): Balance => ({
  name,
  holds: expected === actual,
  expected: show(expected),
  actual: show(actual),
});

/** Both sides as multisets: what one has and the other has not is shown. */
function sameKeys(name: string, expected: Iterable<string>, actual: Iterable<string>): Balance {
  const [want, have] = [count([...expected]), count([...actual])];
  const places = [...new Set([...want.keys(), ...have.keys()])]
    .filter((key) => want.get(key) !== have.get(key))
    .map((key) => `${key}: ${want.get(key) ?? 0} expected, ${have.get(key) ?? 0} found`);
  const total = (of: Map<string, number>): string => String([...of.values()].reduce((a, b) => a + b, 0));
  return { name, holds: places.length === 0, expected: total(want), actual: total(have), detail: few(places) };
}

const goods = ({ products, orders, lines, restocked, returnParts }: Snapshot): Balance[] => {
  const completed = new Set(orders.filter((order) => order.state === 'completed').map((order) => order.order_id));
  const bought = totals(
    lines.filter((line) => completed.has(line.order_id)),
    (line) => line.sku,
    (line) => line.quantity,
  );
  const back = totals(
    returnParts,
    (part) => part.sku,
    (part) => part.accepted,
  );
  const restockedOf = totals(
    restocked,
    (row) => row.sku,
    (row) => row.quantity,
  );
  return [
    nothingAt(
      'stock: initial = available + reserved + sold, a product',
      products.length,
      products
        .filter((p) => BigInt(p.initial) !== BigInt(p.available) + BigInt(p.reserved) + BigInt(p.sold))
        .map((p) => `${p.sku}: ${p.initial} ≠ ${p.available} + ${p.reserved} + ${p.sold}`),
    ),
    nothingAt(
      'stock: nothing is reserved once every order is final',
      products.length,
      products.filter((p) => BigInt(p.reserved) !== 0n).map((p) => `${p.sku}: ${p.reserved} reserved`),
    ),
    nothingAt(
      'stock sold = lines of completed orders − what came back, a product',
      products.length,
      products
        .filter((p) => BigInt(p.sold) !== (bought.get(p.sku) ?? 0n) - (back.get(p.sku) ?? 0n))
        .map((p) => `${p.sku}: sold ${p.sold}, ordered ${bought.get(p.sku) ?? 0n}, came back ${back.get(p.sku) ?? 0n}`),
    ),
    nothingAt(
      'restocked = accepted of returns, a product',
      products.length,
      products
        .filter(({ sku }) => (restockedOf.get(sku) ?? 0n) !== (back.get(sku) ?? 0n))
        .map(({ sku }) => `${sku}: restocked ${restockedOf.get(sku) ?? 0n}, came back ${back.get(sku) ?? 0n}`),
    ),
  ];
};

const money = ({ orders, returns, returnParts, payments, refunds }: Snapshot): Balance[] => {
  const paid = totals(
    payments,
    (row) => row.order_id,
    (row) => row.amount,
  );
  const givenBack = totals(
    refunds,
    (row) => row.order_id,
    (row) => row.amount,
  );
  const dueBack = totals(
    returnParts,
    (part) => part.order_id,
    (part) => part.refund,
  );
  const completed = orders.filter((order) => order.state === 'completed');
  const returned = sum(returns, (row) => row.refunded);
  const wrong = orders.filter((order) => {
    const [took, gave] = [paid.get(order.order_id) ?? 0n, givenBack.get(order.order_id) ?? 0n];
    if (order.state === 'completed')
      return (
        took !== BigInt(order.gross) ||
        gave !== BigInt(order.refunded) ||
        gave > took ||
        gave !== (dueBack.get(order.order_id) ?? 0n)
      );
    return took !== gave || (order.state === 'rejected' && took !== 0n);
  });
  return [
    equal(
      'payments − refunds = completed orders − returns',
      sum(completed, (order) => order.gross) - returned,
      sum(payments, (row) => row.amount) - sum(refunds, (row) => row.amount),
      pounds,
    ),
    nothingAt(
      'money of each order: paid its gross once, or given back whole',
      orders.length,
      wrong.map(
        (o) =>
          `${o.order_id} ${o.state}: gross ${o.gross}, paid ${paid.get(o.order_id) ?? 0n}, back ${givenBack.get(o.order_id) ?? 0n}`,
      ),
    ),
  ];
};

/** What the replicas of the ledger have made of the operations, beside what fulfilment has booked itself. */
const accounts = ({ ledger, fulfilled, payments, refunds }: Snapshot): Balance[] => {
  const customerOf = new Map(fulfilled.map((row) => [row.order_id, row.customer]));
  const booked = totals(
    [...payments, ...refunds.map(({ order_id, amount }) => ({ order_id, amount: -BigInt(amount) }))],
    (row) => customerOf.get(row.order_id) ?? '',
    (row) => row.amount,
  );
  // A guest has no account.
  booked.delete('');
  const { replicas, logEnd, common } = ledger;
  const owed = new Map((replicas[0]?.accounts ?? []).map((row) => [row.customer, BigInt(row.balance)]));
  const customers = [...new Set([...booked.keys(), ...owed.keys()])];
  return [
    nothingAt(
      'ledger: every replica has executed the whole log',
      replicas.length,
      replicas
        .filter((one) => BigInt(one.version) !== BigInt(logEnd))
        .map((one) => `${one.replica} is at ${one.version}, the log ends at ${logEnd}`),
    ),
    nothingAt(
      `ledger: replicas are alike at the same version`,
      replicas.length,
      replicas
        .filter((one) => one.hash !== replicas[0]?.hash)
        .map((one) => `${one.replica} at ${common}: ${one.hash}, ${replicas[0]?.replica}: ${replicas[0]?.hash}`),
    ),
    nothingAt(
      'ledger: what a customer owes = payments − refunds',
      customers.length,
      customers
        .filter((customer) => (booked.get(customer) ?? 0n) !== (owed.get(customer) ?? 0n))
        .map((customer) => `${customer}: booked ${booked.get(customer) ?? 0n}, owes ${owed.get(customer) ?? 0n}`),
    ),
  ];
};

const ends = ({ orders, returns, outboxes, queues }: Snapshot): Balance[] => [
  nothingAt(
    'every order is final',
    orders.length,
    orders
      .filter((order) => !finalStates.includes(order.state))
      .map((order) => `${order.order_id} (${order.reference}) is ${order.state}`),
  ),
  nothingAt(
    'every return is completed',
    returns.length,
    returns.filter((row) => row.state !== 'completed').map((row) => `${row.return_id} is ${row.state}`),
  ),
  nothingAt(
    'every outbox is empty, nothing given up',
    outboxes.length,
    outboxes.filter((o) => o.pending + o.dead > 0).map((o) => `${o.service}: ${o.pending} to send, ${o.dead} given up`),
  ),
  nothingAt(
    'every queue is empty, dead letters too',
    queues.length,
    queues.filter((queue) => queue.depth > 0).map((queue) => `${queue.name}: ${queue.depth}`),
  ),
];

/** How an order may stand with fulfilment, by its own state. An order rejected before payment is not known there. */
const phasesOf: Record<string, string[]> = {
  completed: ['shipped'],
  cancelled: ['cancelled'],
  rejected: ['declined', 'unknown'],
};

const fulfilledAs = ({ orders, fulfilled, milestones }: Snapshot): Balance[] => {
  const phases = new Map(fulfilled.map((row) => [row.order_id, row.phase]));
  const steps = new Map<string, number[]>();
  for (const { orderId, step } of milestones) steps.set(orderId, [...(steps.get(orderId) ?? []), step]);
  const dense = (seen: number[], last: number): boolean =>
    seen.length === last && [...seen].sort((a, b) => a - b).every((step, index) => step === index + 1);
  return [
    nothingAt(
      'fulfilment did with each order what the order book says',
      orders.length,
      orders
        .filter((order) => !phasesOf[order.state]?.includes(phases.get(order.order_id) ?? 'unknown'))
        .map(
          (order) =>
            `${order.order_id} is ${order.state}, and ${phases.get(order.order_id) ?? 'unknown'} at fulfilment`,
        ),
    ),
    nothingAt(
      'fulfilment told every step of each order, once',
      fulfilled.length,
      fulfilled
        .filter(({ order_id, step }) => !dense(steps.get(order_id) ?? [], Number(step)))
        .map(
          ({ order_id, step }) =>
            `${order_id}: ${step} steps done, told ${(steps.get(order_id) ?? []).join(' ') || 'none'}`,
        ),
    ),
  ];
};

const told = ({ milestones, mails, notices }: Snapshot): Balance[] => [
  sameKeys(
    'a mail a milestone, by Message-ID',
    milestones.map((milestone) => `${milestone.milestoneId}@parley.example`),
    new Set(mails),
  ),
  sameKeys(
    'a warehouse notice a packed order',
    milestones.filter((milestone) => milestone.outcome === 'packed').map((milestone) => milestone.orderId),
    notices.map((notice) => notice.order_id),
  ),
];

/** What the log alone says, by event id: the same orders, states and money as the order book. */
const logged = ({ log, orders, returns }: Snapshot): Balance[] => {
  const events = [...new Map(log.map((event) => [event.eventId, event])).values()];
  const byOrder = new Map<string, typeof events>();
  for (const event of events) byOrder.set(event.orderId, [...(byOrder.get(event.orderId) ?? []), event]);
  const gaps = [...byOrder].filter(([, seen]) => seen.some((event, index) => event.version !== index + 1));
  const states = [...byOrder].map(
    ([id, seen]) => `${id} ${seen.filter((event) => event.type !== 'returned').at(-1)?.type}`,
  );
  return [
    nothingAt(
      'log: versions of each order are 1, 2, 3 … in the order of the log',
      byOrder.size,
      gaps.map(([id, seen]) => `${id}: ${seen.map((event) => event.version).join(' ')}`),
    ),
    sameKeys(
      'log: the last event of each order is its state',
      orders.map((order) => `${order.order_id} ${order.state}`),
      states,
    ),
    equal(
      'log: completed − returned = order book',
      sum(
        orders.filter((order) => order.state === 'completed'),
        (order) => order.gross,
      ) - sum(returns, (row) => row.refunded),
      sum(
        events.filter((event) => event.type === 'completed'),
        (event) => event.gross,
      ) -
        sum(
          events.filter((event) => event.type === 'returned'),
          (event) => event.gross,
        ),
      pounds,
    ),
  ];
};

const viewed = (snapshot: Snapshot): Balance[] => {
  const { cache, search } = viewsBeside(snapshot, snapshot.views);
  return [
    sameKeys('views: the cache holds every order as the book does', cache.expected, cache.actual),
    sameKeys('views: the search view holds the words of every order, and no others', search.expected, search.actual),
  ];
};

/** What a client was answered, or has asked for, by its keys: all of it is in the book, or the system has lost it. */
export const judgeAsked = ({ orders, returns }: Snapshot, keys: readonly string[]): Balance => {
  const known = new Set([...orders, ...returns].map((row) => row.idempotency_key));
  return nothingAt(
    'every order and return that was asked for is in the book',
    keys.length,
    keys.filter((key) => !known.has(key)),
  );
};

/** Pure: judges a snapshot. Every claim compares two places that were written by different processes, or a place with itself. */
export const judge = (snapshot: Snapshot): Balance[] => [
  ...ends(snapshot),
  ...goods(snapshot),
  ...money(snapshot),
  ...accounts(snapshot),
  ...fulfilledAs(snapshot),
  ...told(snapshot),
  ...logged(snapshot),
  ...viewed(snapshot),
];
