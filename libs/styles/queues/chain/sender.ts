import { Fatal } from '@parley/faults';
import { connectRabbit, publicationOf } from '@parley/middleware/rabbitmq';
import type { OpenSender } from '@parley/roles';
import { access } from '../access';
import { fitting } from '../declared';
import { first, topology } from './topology';

/** Puts each notice into the queue of the first action; where it goes from there is the actions’ matter. */
export const openSender: OpenSender = async (place) => {
  const rabbit = await connectRabbit({ ...access(place), topology });
  const publisher = rabbit.publisher({ deadlineMs: place.deadlineMs });
  let closing: Promise<void> | undefined;
  return {
    addresses: [],
    notify: async (message) => {
      if (closing) throw new Fatal('this producer is closed', { reason: 'closed' });
      await publisher.publish({ exchange: '', routingKey: first, ...publicationOf(fitting(message)) });
    },
    close: () => (closing ??= rabbit.close()),
  };
};
