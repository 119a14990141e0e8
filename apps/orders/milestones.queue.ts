import type { Milestone__Output } from '@parley/contracts/generated/parley/fulfilment/v1/Milestone';
import { decode } from '@parley/marshalling';
import type { Consumer, Delivery, Rabbit } from '@parley/middleware/rabbitmq';
import type { Way } from '@parley/service';
import type { Milestone } from './milestones.service';
import type { Orders } from './orders.service';

export const queue = 'orders.milestones';

/** Reads a milestone in whatever content type it came; what can't be read is fatal. */
export const readMilestone = ({ contentType, body }: Pick<Delivery, 'contentType' | 'body'>): Milestone => {
  const message = decode<Milestone__Output>('parley.fulfilment.v1.Milestone', contentType, body);
  const { milestoneId, orderId, step, outcome, amount, returnId, reason } = message;
  return {
    milestoneId,
    orderId,
    step,
    outcome: outcome as Milestone['outcome'],
    amount: BigInt(amount),
    returnId,
    reason,
  };
};

/** The way in for what fulfilment has come to: acknowledged when it is committed. */
export function milestones(orders: Pick<Orders, 'applyMilestone'>, rabbit: Rabbit): Way {
  let consumer: Consumer | undefined;
  return {
    channel: `rabbitmq ${queue}`,
    async start() {
      consumer = rabbit.consume({ queue, prefetch: 32 }, (delivery) => orders.applyMilestone(readMilestone(delivery)));
      await consumer.ready;
    },
    drain: async () => consumer?.drain(),
  };
}
