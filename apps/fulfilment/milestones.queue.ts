import type { Milestone } from '@parley/contracts/generated/parley/fulfilment/v1/Milestone';
import { exchanges } from '@parley/topology';
import type { FulfilmentTransaction } from './migrations';
import { enqueueMessage } from './outbox.queue';

/** Tells all who care what an action came to: goes out with the transaction. Money in pence. */
export const tellMilestone = (
  tx: FulfilmentTransaction,
  milestone: Omit<Milestone, 'amount'> & { milestoneId: string; orderId: string; amount: bigint },
): Promise<void> =>
  enqueueMessage(tx, {
    id: milestone.milestoneId,
    exchange: exchanges.milestones,
    routingKey: '',
    orderId: milestone.orderId,
    type: 'parley.fulfilment.v1.Milestone',
    message: { ...milestone, amount: String(milestone.amount) },
  });
