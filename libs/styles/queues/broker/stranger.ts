import { connectRabbit } from '@parley/middleware/rabbitmq';
import type { OpenStranger } from '@parley/roles';
import { access } from '../access';
import { exchange, topologyOf } from './topology';

/** Somebody who speaks AMQP, and says nothing of what is in a message. */
export const openStranger: OpenStranger = async (place) => {
  const rabbit = await connectRabbit({ ...access(place), topology: topologyOf([]) });
  const publisher = rabbit.publisher({ deadlineMs: place.deadlineMs });
  return {
    say: (body) => publisher.publish({ exchange, routingKey: 'bytes', messageId: '', type: '', contentType: '', body }),
    close: rabbit.close,
  };
};
