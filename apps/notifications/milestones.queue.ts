import type { Milestone__Output } from '@parley/contracts/generated/parley/fulfilment/v1/Milestone';
import { crashPoint } from '@parley/faults';
import { decode } from '@parley/marshalling';
import type { Consumer, Rabbit } from '@parley/middleware/rabbitmq';
import type { Way } from '@parley/service';
import type { Store } from '@parley/store';
import { tagOrder } from '@parley/tracing';
import { milestoneType, takeMilestone } from './mails.service';

export const queue = 'notifications.milestones';

/** The way in: milestones in any content type, acknowledged when their mail is in the outbox. */
export function milestonesQueue(rabbit: Rabbit, store: Store): Way {
  let consumer: Consumer | undefined;
  return {
    channel: `rabbitmq ${queue}`,
    start: async () => {
      consumer = rabbit.consume({ queue, prefetch: 64, attempts: 5 }, async ({ contentType, body }) => {
        const milestone = decode<Milestone__Output>(milestoneType, contentType, body);
        tagOrder(milestone.orderId);
        await takeMilestone(store, milestone);
        crashPoint('notifications.milestone.committed');
      });
      await consumer.ready;
    },
    drain: async () => consumer?.drain(),
  };
}
