import { type Contract, oneOf } from '../contract';

const command = (channel: string, needs: Contract['needs']): Contract => ({
  consumer: 'fulfilment',
  message: 'parley.fulfilment.v1.FulfilCommand',
  channel,
  needs: { commandId: 'text', orderId: 'text', ...needs },
});

const refund = { consumer: 'fulfilment', message: 'parley.fulfilment.v1.RefundCommand', channel: 'refund' };

/** What each action needs of the one before it: what it works with, and what it hands on. */
export const fulfilment: Contract[] = [
  command('payment', { customer: 'string', country: 'text', amount: 'int64', parcels: 'number', reference: 'string' }),
  command('packing', { customer: 'string', country: 'text', parcels: 'number', reference: 'string' }),
  command('shipping', { customer: 'string', country: 'text', parcels: 'number', reference: 'string' }),
  { ...refund, needs: { commandId: 'text', orderId: 'text', customer: 'string', kind: oneOf('cancel', 'return') } },
  { ...refund, when: { kind: 'return' }, needs: { returnId: 'text', amount: 'int64' } },
];
