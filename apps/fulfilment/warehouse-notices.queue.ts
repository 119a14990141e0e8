import { v7 as uuid } from 'uuid';
import { exchanges } from '@parley/topology';
import type { FulfilmentTransaction } from './migrations';
import { enqueueMessage } from './outbox.queue';

/** Tells inventory's warehouse desk that an order is packed, one way: goes out with the transaction. */
export const tellWarehouse = (tx: FulfilmentTransaction, orderId: string, parcels: number): Promise<void> => {
  const noticeId = uuid();
  return enqueueMessage(tx, {
    id: noticeId,
    exchange: exchanges.commands,
    routingKey: 'warehouse.notices',
    orderId,
    type: 'parley.inventory.v1.WarehouseNotice',
    message: { noticeId, orderId, parcels },
  });
};
