import { type Contract, oneOf } from '../contract';

/** What a mail is made of. Its Message-ID comes from the milestone's id. */
export const notifications: Contract[] = [
  {
    consumer: 'notifications',
    message: 'parley.fulfilment.v1.Milestone',
    channel: 'notifications.milestones',
    needs: {
      milestoneId: 'text',
      orderId: 'text',
      outcome: oneOf('paid', 'declined', 'packed', 'shipped', 'cancelled', 'refunded'),
      amount: 'int64',
      at: 'time',
      customer: 'string',
      reference: 'string',
    },
  },
];
