import { calls, type Contract, type Needs, oneOf } from '../contract';

const orderStates = oneOf(
  'pending',
  'accepted',
  'paid',
  'packed',
  'shipped',
  'completed',
  'rejecting',
  'rejected',
  'cancelling',
  'releasing',
  'cancelled',
);

const order: Needs = {
  orderId: 'text',
  idempotencyKey: 'text',
  customer: 'string',
  country: 'text',
  reference: 'string',
  placedAt: 'time',
  createdAt: 'time',
  state: orderStates,
  reason: 'string',
  lines: [
    {
      line: 'number',
      sku: 'text',
      quantity: 'positive',
      unitPrice: 'int64',
      discount: 'int64',
      net: 'int64',
      vat: 'int64',
      gross: 'int64',
      parcels: 'number',
      returned: 'number',
    },
  ],
  net: 'int64',
  vat: 'int64',
  gross: 'int64',
  refunded: 'int64',
  parcels: 'number',
  timeline: [{ at: 'time', state: 'text', note: 'string' }],
  traceId: 'string',
};

const goods: Needs = {
  returnId: 'text',
  customer: 'string',
  state: oneOf('pending', 'completed'),
  lines: [
    {
      line: 'number',
      sku: 'text',
      quantity: 'number',
      accepted: 'number',
      orderId: 'string',
      refund: 'int64',
      reason: 'string',
    },
  ],
  refunded: 'int64',
  createdAt: 'time',
};

const orders = calls('gateway', 'parley.orders.v1.Orders');
const inventory = calls('gateway', 'parley.inventory.v1.Inventory');
const analytics = calls('gateway', 'parley.analytics.v1.Analytics');
const observer = calls('gateway', 'parley.observer.v1.Observer');
const control = calls('gateway', 'parley.control.v1.Control');
const letters = calls('gateway', 'parley.control.v1.DeadLetters');
const sale: Needs = { key: 'text', quantity: 'int64', gross: 'int64', orders: 'number' };

/** What the HTTP API shows, and therefore needs of every service behind it. */
export const gateway: Contract[] = [
  orders.response('Place', { order, repeated: 'boolean' }),
  orders.response('Get', { order }),
  orders.response('List', { orders: [order], nextCursor: 'string' }),
  orders.response('Cancel', { order }),
  orders.response('PlaceReturn', { return: goods, repeated: 'boolean' }),
  orders.response('GetReturn', { return: goods }),
  orders.response('Watch', {
    sequence: 'int64',
    event: { eventId: 'text', orderId: 'text', version: 'positive', type: 'text', at: 'time' },
  }),
  inventory.response('ListProducts', {
    products: [
      { sku: 'text', name: 'string', unitPrice: 'int64', unlimited: 'boolean', available: 'int64', reserved: 'int64' },
    ],
    nextSku: 'string',
  }),
  analytics.response('Sales', { sales: [sale], events: 'int64' }),
  analytics.response('Replay', { sales: [sale], records: 'int64', events: 'int64' }),
  observer.response('Journey', {
    traceId: 'string',
    hops: [
      {
        spanId: 'text',
        parentSpanId: 'string',
        links: ['text'],
        process: 'text',
        service: 'text',
        name: 'text',
        kind: oneOf('internal', 'server', 'client', 'producer', 'consumer'),
        style: 'string',
        channel: 'string',
        startedAt: 'time',
        startNanos: 'int64',
        durationNanos: 'int64',
        error: 'string',
      },
    ],
  }),
  control.response('Describe', {
    service: 'text',
    process: 'text',
    pid: 'positive',
    waysIn: ['text'],
    waysOut: ['text'],
    startedAt: 'time',
    crashAt: 'string',
  }),
  control.response('SetFault', { crashAt: 'string' }),
  letters.response('List', { queues: [{ queue: 'text', depth: 'number' }] }),
  letters.response('Show', {
    letters: [
      {
        messageId: 'text',
        type: 'string',
        contentType: 'string',
        reason: 'text',
        cause: 'string',
        attempts: 'number',
        at: 'string',
        body: 'bytes',
        traceparent: 'string',
      },
    ],
  }),
  letters.response('Redrive', { redriven: 'number' }),
];
