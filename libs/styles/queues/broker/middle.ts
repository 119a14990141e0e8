import { connectRabbit, openForwarder, type Delivery, type Publication } from '@parley/middleware/rabbitmq';
import type { OpenMiddle } from '@parley/roles';
import { access } from '../access';
import { openRepository } from './repository';
import { matched, type Rules } from './rules';
import { inbox, intake, topologyOf } from './topology';

/** What goes to whom of a message that was published, by these rules. Throws as `matched` does. */
export const dealt = (
  rules: Rules,
  { routingKey, messageId, type, contentType, headers, body }: Delivery,
): Publication[] =>
  matched(rules, routingKey, { type, contentType, body }).map(({ to, ...formatted }) => ({
    exchange: '',
    routingKey: inbox(to),
    messageId,
    headers,
    ...formatted,
  }));

/**
 * The matcher: it reads the rules, then takes what is published and puts it into the queue of each subscriber whose rules
 * fit, in that one's format. Resolves at once; one that is not the first stands by, and begins when the one before is gone.
 */
export const openMiddle: OpenMiddle = async (place) => {
  const rabbit = await connectRabbit({ ...access(place), topology: topologyOf([]) });
  const matching = { stop: async (): Promise<void> => undefined };
  const repository = openRepository(rabbit, {
    begins: () => {
      const route = (delivery: Delivery) => dealt(repository.rules(), delivery);
      matching.stop = openForwarder(rabbit, rabbit, { queue: intake }, route).drain;
    },
    ends: () => void matching.stop(),
  });
  const close = async () => {
    await repository.close();
    await matching.stop();
    await rabbit.close();
  };
  return { addresses: [], close };
};
