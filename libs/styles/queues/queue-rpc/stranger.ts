import { connectRabbit, directReplies } from '@parley/middleware/rabbitmq';
import type { OpenStranger } from '@parley/roles';
import { access } from '../access';
import { requests, topology } from './topology';

/** Somebody who speaks AMQP and asks, by direct reply-to, for what nobody can read. It is answered all the same. */
export const openStranger: OpenStranger = async (place) => {
  const rabbit = await connectRabbit({ ...access(place), topology });
  const requester = rabbit.requester({ replyTo: directReplies, deadlineMs: place.deadlineMs });
  const nothing = { exchange: '', routingKey: requests, messageId: '', type: '', contentType: '' };
  return {
    say: async (body) => void (await requester.request({ ...nothing, body })),
    close: rabbit.close,
  };
};
