import { calls, type Contract, type Needs, oneOf } from '../contract';

const own = calls('orders', 'parley.orders.v1.Orders');
const pricing = calls('orders', 'parley.pricing.v1.Pricing');
const inventory = calls('orders', 'parley.inventory.v1.Inventory');

const wanted: Needs = { sku: 'text', quantity: 'positive' };
const shortage: Needs = { sku: 'text', wanted: 'number', available: 'int64', unknown: 'boolean' };

const milestone = {
  consumer: 'orders',
  message: 'parley.fulfilment.v1.Milestone',
  channel: 'orders.milestones',
};

/** What the order book needs: of whoever asks it, of pricing and inventory, and of fulfilment's milestones. */
export const orders: Contract[] = [
  own.request('Place', {
    idempotencyKey: 'text',
    customer: 'string',
    country: 'text',
    reference: 'string',
    placedAt: 'string',
    lines: [wanted],
  }),
  own.request('Get', { orderId: 'text' }),
  own.request('List', {
    cursor: 'string',
    limit: 'number',
    state: 'string',
    customer: 'string',
    country: 'string',
    openOnly: 'boolean',
  }),
  own.request('Cancel', { orderId: 'text' }),
  own.request('PlaceReturn', { idempotencyKey: 'text', customer: 'string', lines: [wanted] }),
  own.request('GetReturn', { returnId: 'text' }),
  own.request('Watch', { afterSequence: 'int64' }),
  pricing.response('Quote', {
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
      },
    ],
    net: 'int64',
    vat: 'int64',
    gross: 'int64',
    parcels: 'number',
  }),
  inventory.response('CheckStock', { shortages: [shortage] }),
  inventory.response('Reserve', { reserved: 'boolean', shortages: [shortage], released: 'boolean' }),
  inventory.response('Ship', {}),
  inventory.response('Release', {}),
  inventory.response('Restock', {}),
  {
    ...milestone,
    needs: {
      milestoneId: 'text',
      orderId: 'text',
      step: 'positive',
      outcome: oneOf('paid', 'declined', 'packed', 'shipped', 'cancelled', 'refunded'),
      amount: 'int64',
      at: 'time',
    },
  },
  { ...milestone, when: { outcome: 'declined' }, needs: { reason: 'text' } },
  { ...milestone, when: { outcome: 'refunded' }, needs: { returnId: 'text' } },
];
