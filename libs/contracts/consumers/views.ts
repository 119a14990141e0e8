import { calls, type Contract, type Needs, oneOf } from '../contract';

const service = 'parley.views.v1.Views';
const own = calls('views', service);
const lag: Needs = { events: 'int64', ms: 'int64' };
const order: Needs = {
  orderId: 'text',
  version: 'positive',
  partition: 'number',
  offset: 'int64',
  state: 'string',
  customer: 'string',
  country: 'string',
  reference: 'string',
  placedAt: 'string',
  changedAt: 'time',
  lines: [{ line: 'number', sku: 'text', quantity: 'positive', gross: 'int64', returned: 'number' }],
  gross: 'int64',
  refunded: 'int64',
};

/** What cache and search view are made of, and what a question to them must say. */
export const views: Contract[] = [
  {
    consumer: 'views',
    message: 'parley.orders.v1.OrderEvent',
    channel: 'orders',
    needs: {
      eventId: 'text',
      orderId: 'text',
      version: 'positive',
      type: oneOf(
        'accepted',
        'rejected',
        'paid',
        'packed',
        'shipped',
        'completed',
        'cancelling',
        'cancelled',
        'returned',
      ),
      at: 'time',
      customer: 'string',
      country: 'text',
      lines: [{ line: 'number', sku: 'text', quantity: 'positive', gross: 'int64' }],
      gross: 'int64',
    },
  },
  own.request('Get', { orderId: 'text' }),
  own.request('Search', { q: 'text', limit: 'number' }),
  own.request('Status', { content: 'boolean' }),
  own.request('Rebuild', { check: 'boolean' }),
];

/** What the answers are needed for: by the gateway, to show them; by whoever reads, to know how far they are behind. */
export const viewsReaders: Contract[] = [
  calls('reader', service).response('Get', { order, lag }),
  calls('gateway', service).response('Search', { orders: [order], found: 'number', lag }),
  calls('gateway', service).response('Status', {
    positions: [{ partition: 'number', next: 'int64', end: 'int64' }],
    lag,
    visible: { events: 'number' },
    generation: 'positive',
    rebuilding: 'boolean',
    unreadable: 'int64',
  }),
  calls('reader', service).response('Rebuild', { generation: 'positive', records: 'int64', same: 'boolean' }),
];
