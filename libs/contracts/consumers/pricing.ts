import { calls, type Contract } from '../contract';

/** What the quote needs of orders and of its workers, and a worker of the quote. */
export const pricing: Contract[] = [
  calls('pricing', 'parley.pricing.v1.Pricing').request('Quote', {
    orderId: 'text',
    country: 'text',
    lines: [{ line: 'number', sku: 'text', quantity: 'positive' }],
  }),
  {
    consumer: 'pricing worker',
    message: 'parley.pricing.v1.PriceJob',
    channel: 'price-jobs',
    needs: { jobId: 'text', orderId: 'text', line: 'number', sku: 'text', quantity: 'positive', country: 'text' },
  },
  {
    consumer: 'pricing quote',
    message: 'parley.pricing.v1.PriceResult',
    channel: 'price-results',
    needs: { jobId: 'text', worker: 'text', error: 'string' },
  },
  {
    consumer: 'pricing quote',
    message: 'parley.pricing.v1.PriceResult',
    channel: 'price-results',
    when: { error: '' },
    needs: {
      priced: {
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
    },
  },
];
