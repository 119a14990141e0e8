import { calls, type Contract, oneOf } from '../contract';

const own = calls('analytics', 'parley.analytics.v1.Analytics');
const by = oneOf('product', 'country', 'minute');

/** What sales are added up from, live and from the log, and what a question about them must say. */
export const analytics: Contract[] = [
  {
    consumer: 'analytics',
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
      country: 'text',
      lines: [{ sku: 'text', quantity: 'positive', gross: 'int64' }],
      gross: 'int64',
    },
  },
  own.request('Sales', { by, limit: 'number' }),
  own.request('Replay', { by, from: 'text', limit: 'number' }),
];
