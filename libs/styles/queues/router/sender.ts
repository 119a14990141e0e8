import { Fatal } from '@parley/faults';
import { connectRabbit, publicationOf } from '@parley/middleware/rabbitmq';
import type { OpenSender } from '@parley/roles';
import { access } from '../access';
import { fitting } from '../declared';
import { hosts, topologyOn } from './topology';

/** Puts each notice for host B into the send queue of its own host, A; that succeeds whatever is up beyond its own broker. */
export const openSender: OpenSender = async (place) => {
  const rabbit = await connectRabbit({ ...access(place), topology: topologyOn('near') });
  const publisher = rabbit.publisher({ deadlineMs: place.deadlineMs });
  let closing: Promise<void> | undefined;
  return {
    addresses: [],
    notify: async (message) => {
      if (closing) throw new Fatal('this host is closed', { reason: 'closed' });
      await publisher.publish({ exchange: hosts.a.send, routingKey: 'b', ...publicationOf(fitting(message)) });
    },
    close: () => (closing ??= rabbit.close()),
  };
};
