import { orderOfInvoice } from './invoice';
import type { ContentType } from './format';

/** The messages whose bytes are kept under golden/, one file a codec. */
export const kept: Record<string, { type: string; value: object }> = {
  order: { type: 'parley.orders.v1.Order', value: orderOfInvoice(0) },
  milestone: {
    type: 'parley.fulfilment.v1.Milestone',
    value: {
      milestoneId: 'm1',
      orderId: 'Österreich £ ✓ 📦 <a & b>\r\n',
      step: 4294967295,
      outcome: 'refunded',
      amount: -(2n ** 63n),
      at: '2010-12-01T08:26:00Z',
    },
  },
  'error-info': {
    type: 'google.rpc.ErrorInfo',
    value: {
      reason: 'out-of-stock',
      domain: '',
      metadata: { sku: '85123A', '': 'an empty key', 'with "quotes"': "it's" },
    },
  },
};

/** How the files are called. */
export const ending: Record<ContentType, string> = {
  'application/x-protobuf': 'pb',
  'application/json': 'json',
  'application/xml': 'xml',
  'application/msgpack': 'msgpack',
  'application/avro': 'avro',
};
