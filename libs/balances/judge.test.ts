import { judge, judgeAsked } from './judge';
import { judgeSales } from './sales';
import type { Snapshot } from './snapshot';

const event = (orderId: string, version: number, type: string, gross = '1000') =>
  ({ eventId: `${orderId}-${version}`, orderId, version, type, gross }) as unknown as Snapshot['log'][number];

const cached = (
  orderId: string,
  type: string,
  country: string,
  line: { quantity: number; gross: string },
  refunded = '0',
) => ({ orderId, told: { type, country, gross: line.gross, lines: [{ line: 1, sku: 'A', ...line }] }, refunded });

/** o1 was completed (3 of A, of which 1 came back), o2 declined, o3 cancelled after it was paid. */
const sound = (): Snapshot => ({
  products: [{ sku: 'A', initial: 10, available: 8, reserved: 0, sold: 2 }],
  notices: [{ order_id: 'o1' }],
  restocked: [{ sku: 'A', quantity: 1 }],
  orders: [
    {
      order_id: 'o1',
      customer: 'ann',
      idempotency_key: '536365',
      reference: '',
      country: 'France',
      placed_at: '2010-12-01T08:26:00Z',
      state: 'completed',
      gross: 900,
      refunded: 300,
    },
    {
      order_id: 'o2',
      customer: 'ann',
      idempotency_key: 'k2',
      reference: '536365',
      country: 'France',
      placed_at: '2010-12-01T08:27:00Z',
      state: 'rejected',
      gross: 500,
      refunded: 0,
    },
    {
      order_id: 'o3',
      customer: 'bob',
      idempotency_key: 'k3',
      reference: '',
      country: 'Spain',
      placed_at: '2010-12-01T08:28:00Z',
      state: 'cancelled',
      gross: 400,
      refunded: 0,
    },
  ],
  lines: [
    { order_id: 'o1', line: 1, sku: 'A', quantity: 3, gross: 900 },
    { order_id: 'o2', line: 1, sku: 'A', quantity: 2, gross: 500 },
    { order_id: 'o3', line: 1, sku: 'A', quantity: 2, gross: 400 },
  ],
  returns: [{ return_id: 'r1', idempotency_key: 'C536379', state: 'completed', refunded: 300 }],
  returnParts: [{ return_id: 'r1', order_id: 'o1', sku: 'A', accepted: 1, refund: 300 }],
  payments: [
    { order_id: 'o1', amount: 900 },
    { order_id: 'o3', amount: 400 },
  ],
  refunds: [
    { order_id: 'o1', amount: 300, kind: 'return' },
    { order_id: 'o3', amount: 400, kind: 'cancel' },
  ],
  views: {
    cached: [
      cached('o1', 'completed', 'France', { quantity: 3, gross: '900' }, '300'),
      cached('o2', 'rejected', 'France', { quantity: 2, gross: '500' }),
      cached('o3', 'cancelled', 'Spain', { quantity: 2, gross: '400' }),
    ],
    terms: [
      ...['completed', 'ann', 'france', 'a', 'o1'].map((term) => ({ term, order_id: 'o1' })),
      ...['rejected', 'ann', 'france', '536365', 'a', 'o2'].map((term) => ({ term, order_id: 'o2' })),
      ...['cancelled', 'bob', 'spain', 'a', 'o3'].map((term) => ({ term, order_id: 'o3' })),
    ],
  },
  ledger: {
    logEnd: '4',
    common: 4,
    replicas: ['ledger_1', 'ledger_2', 'ledger_3'].map((replica) => ({
      replica,
      version: 4,
      hash: 'h4',
      accounts: [
        { customer: 'ann', balance: 600 },
        { customer: 'bob', balance: 0 },
      ],
    })),
  },
  fulfilled: [
    { order_id: 'o1', customer: 'ann', phase: 'shipped', step: 4 },
    { order_id: 'o2', customer: 'ann', phase: 'declined', step: 1 },
    { order_id: 'o3', customer: 'bob', phase: 'cancelled', step: 2 },
  ],
  milestones: [
    { milestoneId: 'm1', orderId: 'o1', outcome: 'paid', step: 1 },
    { milestoneId: 'm2', orderId: 'o1', outcome: 'packed', step: 2 },
    { milestoneId: 'm3', orderId: 'o1', outcome: 'shipped', step: 3 },
    { milestoneId: 'm4', orderId: 'o1', outcome: 'refunded', step: 4 },
    { milestoneId: 'm5', orderId: 'o2', outcome: 'declined', step: 1 },
    { milestoneId: 'm6', orderId: 'o3', outcome: 'paid', step: 1 },
    { milestoneId: 'm7', orderId: 'o3', outcome: 'cancelled', step: 2 },
  ],
  sales: [
    { dimension: 'product', key: 'A', quantity: 2, gross: 600, orders: 1 },
    { dimension: 'country', key: 'France', quantity: 2, gross: 600, orders: 1 },
    { dimension: 'minute', key: '2010-12-01T08:26', quantity: 2, gross: 600, orders: 1 },
  ],
  outboxes: [{ service: 'orders', pending: 0, dead: 0 }],
  queues: [{ name: 'payment', depth: 0 }],
  mails: ['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7'].map((id) => `${id}@parley.example`),
  log: [
    event('o1', 1, 'accepted', '900'),
    event('o1', 2, 'completed', '900'),
    event('o1', 3, 'returned', '300'),
    event('o2', 1, 'rejected', '500'),
    event('o3', 1, 'accepted', '400'),
    event('o3', 2, 'cancelled', '400'),
  ],
});

const invoices = [
  { invoice: '536365', kind: 'order' as const, placedAt: '', country: 'France', lines: [{ sku: 'A', quantity: 3 }] },
];
const asked = ['536365', 'k2', 'k3', 'C536379'];
const broken = (snapshot: Snapshot): string[] =>
  [judgeAsked(snapshot, asked), ...judge(snapshot), ...judgeSales(snapshot, invoices)]
    .filter((balance) => !balance.holds)
    .map((balance) => balance.name);

test('a sound system keeps every balance', () => {
  expect(broken(sound())).toEqual([]);
});

test('what SMTP or the log doubled is no loss, as long as the ids are the same', () => {
  const snapshot = sound();
  snapshot.mails.push('m1@parley.example');
  snapshot.log.push(snapshot.log[0]!, snapshot.log[1]!);
  expect(broken(snapshot)).toEqual([]);
});

const mutants: Record<string, (snapshot: Snapshot) => void> = {
  'a product vanished from the shelf': (s) => (s.products[0]!.available = 7),
  'stock left reserved': (s) => Object.assign(s.products[0]!, { available: 7, reserved: 1 }),
  'sold twice': (s) => Object.assign(s.products[0]!, { available: 5, sold: 5 }),
  'restocked twice': (s) => Object.assign(s.products[0]!, { available: 9, sold: 1 }),
  'a payment taken twice': (s) => s.payments.push({ order_id: 'o1', amount: 900 }),
  'a payment lost': (s) => s.payments.shift(),
  'two payments exchanged, the sum right': (s) =>
    Object.assign(s, {
      payments: [
        { order_id: 'o1', amount: 800 },
        { order_id: 'o3', amount: 500 },
      ],
    }),
  'a declined order paid and given back': (s) => {
    s.payments.push({ order_id: 'o2', amount: 500 });
    s.refunds.push({ order_id: 'o2', amount: 500, kind: 'cancel' });
  },
  'a cancelled order not given back': (s) => s.refunds.pop(),
  'a refund given twice': (s) => s.refunds.push({ order_id: 'o1', amount: 300, kind: 'return' }),
  'a debit that the ledger made twice': (s) => (s.ledger.replicas[0]!.accounts[0]!.balance = 1500),
  'a refund that never came to the ledger': (s) => (s.ledger.replicas[0]!.accounts[1]!.balance = 400),
  'an account of nobody': (s) => s.ledger.replicas[0]!.accounts.push({ customer: 'cy', balance: 1 }),
  'a replica that is behind': (s) => (s.ledger.replicas[2]!.version = 3),
  'a replica of another state': (s) => (s.ledger.replicas[1]!.hash = 'other'),
  'an order that the cache lacks': (s) => s.views.cached.pop(),
  'an order that the cache has in an old state': (s) => (s.views.cached[0]!.told!.type = 'shipped'),
  'a return that the cache counted twice': (s) => (s.views.cached[0]!.refunded = '600'),
  'an order found under the state that it had': (s) => s.views.terms.push({ term: 'paid', order_id: 'o1' }),
  'an order not found by its customer': (s) => s.views.terms.splice(1, 1),
  'an order left over': (s) => (s.orders[0]!.state = 'packed'),
  'a return left over': (s) => (s.returns[0]!.state = 'pending'),
  'an outbox row not sent': (s) => (s.outboxes[0]!.pending = 1),
  'an outbox row given up': (s) => (s.outboxes[0]!.dead = 1),
  'a return completed and never restocked': (s) => {
    s.restocked = [];
    Object.assign(s.products[0]!, { available: 7, sold: 3 });
    for (const sale of s.sales) sale.quantity = 3;
  },
  'more given back than was paid, and all agree on it': (s) => {
    s.orders[0]!.refunded = 1200;
    s.returns[0]!.refunded = 1200;
    s.returnParts[0]!.refund = 1200;
    s.refunds[0]!.amount = 1200;
    s.log[2] = event('o1', 3, 'returned', '1200');
    for (const sale of s.sales) sale.gross = -300;
  },
  'a milestone that nobody was told of': (s) => {
    s.milestones.pop();
    s.mails.pop();
  },
  'no milestone, mail or notice at all': (s) => Object.assign(s, { milestones: [], mails: [], notices: [] }),
  'an order completed that fulfilment has cancelled': (s) => (s.fulfilled[0]!.phase = 'cancelled'),
  'an order vanished from every place': (s) => {
    s.orders.pop();
    s.lines.pop();
    s.payments.pop();
    s.refunds.pop();
    s.fulfilled.pop();
    s.milestones.splice(-2);
    s.mails.splice(-2);
    s.log.splice(-2);
  },
  'an empty system': (s) => {
    for (const rows of Object.values(s)) if (Array.isArray(rows)) rows.length = 0;
  },
  'a message in a queue': (s) => (s.queues[0]!.depth = 1),
  'a mail not sent': (s) => s.mails.pop(),
  'a mail nobody asked for': (s) => s.mails.push('m9@parley.example'),
  'a milestone counted twice': (s) => s.milestones.push(s.milestones[0]!),
  'a warehouse notice lost': (s) => s.notices.pop(),
  'a warehouse notice doubled': (s) => s.notices.push({ order_id: 'o1' }),
  'an event lost from the log': (s) => s.log.splice(1, 1),
  'two events of an order exchanged': (s) => s.log.splice(0, 2, s.log[1]!, s.log[0]!),
  'the same change logged under two ids': (s) => s.log.push({ ...s.log[1]!, eventId: 'other' }),
  'an order that the log does not know': (s) => s.log.splice(3, 1),
  'analytics counted an event twice': (s) => (s.sales[0]!.quantity = 5),
  'analytics missed a country': (s) => s.sales.splice(1, 1),
  'analytics has money wrong': (s) => (s.sales[2]!.gross = 601),
  'analytics has a product that was not sold': (s) =>
    s.sales.push({ dimension: 'product', key: 'B', quantity: 1, gross: 1, orders: 1 }),
};

test.each(Object.keys(mutants))('caught: %s', (name) => {
  const snapshot = sound();
  mutants[name]!(snapshot);
  expect(broken(snapshot)).not.toEqual([]);
});
