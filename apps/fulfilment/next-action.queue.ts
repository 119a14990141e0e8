import { v7 as uuid } from 'uuid';
import type { FulfilCommand } from '@parley/contracts/generated/parley/fulfilment/v1/FulfilCommand';
import { exchanges } from '@parley/topology';
import type { FulfilmentTransaction } from './migrations';
import { enqueueMessage } from './outbox.queue';

/** Sends an order on to the next action: goes out with the transaction. */
export const sendNextAction = (
  tx: FulfilmentTransaction,
  queue: 'packing' | 'shipping',
  { orderId, customer, country, amount, parcels, reference }: FulfilCommand & { orderId: string },
): Promise<void> => {
  const commandId = uuid();
  return enqueueMessage(tx, {
    id: commandId,
    exchange: exchanges.commands,
    routingKey: queue,
    orderId,
    type: 'parley.fulfilment.v1.FulfilCommand',
    message: { commandId, orderId, customer, country, amount, parcels, reference },
  });
};
