import { connectRabbit, messageOf, publicationOf } from '@parley/middleware/rabbitmq';
import type { OpenSender } from '@parley/roles';
import { access } from '../access';
import { fitting } from '../declared';
import { errorOf, failureType } from './failure';
import { requests, withReplies } from './topology';

/** A client: it puts a request into the servers’ queue and finds the reply in its own, by the number that both carry. */
export const openSender: OpenSender = async (place) => {
  const { replyTo, topology } = withReplies(place.name);
  const rabbit = await connectRabbit({ ...access(place), topology });
  const requester = rabbit.requester({ replyTo, deadlineMs: place.deadlineMs });
  let closing: Promise<void> | undefined;
  return {
    addresses: [],
    reserve: async (request) => {
      const asked = { exchange: '', routingKey: requests, persistent: false, ...publicationOf(fitting(request)) };
      const reply = await requester.request(asked);
      if (reply.type === failureType) throw errorOf(reply.body);
      return messageOf(reply);
    },
    close: () => (closing ??= requester.close().then(rabbit.close)),
  };
};
