import type { WarehouseNotice__Output } from '@parley/contracts/generated/parley/inventory/v1/WarehouseNotice';
import { Fatal } from '@parley/faults';
import { decode } from '@parley/marshalling';
import type { Consumer, Delivery, Rabbit } from '@parley/middleware/rabbitmq';
import type { Way } from '@parley/service';
import { tagOrder } from '@parley/tracing';
import type { Inventory } from './inventory.service';

export const queue = 'warehouse.notices';

/** Takes one notice. Fatal where it has no id: it could be recorded twice. */
export async function takeNotice(
  inventory: Pick<Inventory, 'recordNotice'>,
  { contentType, body }: Pick<Delivery, 'contentType' | 'body'>,
): Promise<void> {
  const notice = decode<WarehouseNotice__Output>('parley.inventory.v1.WarehouseNotice', contentType, body);
  if (notice.noticeId === '') throw new Fatal('a notice without id', { reason: 'invalid-notice' });
  tagOrder(notice.orderId);
  await inventory.recordNotice(notice);
}

/** The warehouse desk: what packing tells it, acknowledged when it is recorded. */
export function notices(inventory: Pick<Inventory, 'recordNotice'>, rabbit: Rabbit): Way {
  let consumer: Consumer | undefined;
  return {
    channel: `rabbitmq ${queue}`,
    async start() {
      consumer = rabbit.consume({ queue, prefetch: 32 }, (delivery) => takeNotice(inventory, delivery));
      await consumer.ready;
    },
    drain: async () => consumer?.drain(),
  };
}
