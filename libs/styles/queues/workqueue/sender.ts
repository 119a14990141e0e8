import { Fatal } from '@parley/faults';
import { connectRabbit, publicationOf } from '@parley/middleware/rabbitmq';
import type { OpenSender } from '@parley/roles';
import { access } from '../access';
import { fitting } from '../declared';
import { queue, topology } from './topology';

/** Each notice is a task; put when the quorum queue has it on disk in a majority of its copies. */
export const openSender: OpenSender = async (place) => {
  const rabbit = await connectRabbit({ ...access(place), topology });
  const publisher = rabbit.publisher({ deadlineMs: place.deadlineMs });
  let closing: Promise<void> | undefined;
  return {
    addresses: [],
    notify: async (message) => {
      if (closing) throw new Fatal('this source is closed', { reason: 'closed' });
      await publisher.publish({ exchange: '', routingKey: queue, ...publicationOf(fitting(message)) });
    },
    close: () => (closing ??= rabbit.close()),
  };
};
