import { Fatal } from '@parley/faults';
import { connectRabbit, publicationOf } from '@parley/middleware/rabbitmq';
import type { OpenSender } from '@parley/roles';
import { access } from '../access';
import { fitting } from '../declared';
import { exchange, topologyOf } from './topology';

/** Publishes each notice with its headers; it is back when a copy is stored in every queue that wants such headers. */
export const openSender: OpenSender = async (place) => {
  const rabbit = await connectRabbit({ ...access(place), topology: topologyOf([]) });
  const publisher = rabbit.publisher({ deadlineMs: place.deadlineMs });
  let closing: Promise<void> | undefined;
  return {
    addresses: [],
    notify: async (message) => {
      if (closing) throw new Fatal('this publisher is closed', { reason: 'closed' });
      await publisher.publish({ exchange, routingKey: '', ...publicationOf(fitting(message)) });
    },
    close: () => (closing ??= rabbit.close()),
  };
};
