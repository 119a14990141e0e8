import { openAmqp1Receiver } from '@parley/middleware/amqp1';
import type { OpenReceiver } from '@parley/roles';
import { access } from '../access';
import { messageOf } from '../envelope';
import { port, queueOf } from './place';

/** Opens a receiving link. What its handler has finished is accepted; what it refuses is rejected. */
export const openReceiver: OpenReceiver = async (place, application) => {
  const to = access(place, port);
  const { close } = await openAmqp1Receiver({
    ...to,
    source: queueOf(to.url),
    decode: ({ subject, properties, ...carried }) => messageOf({ ...carried, type: subject, headers: properties }),
    handle: application.notify,
    refused: application.refused,
  });
  return { addresses: [], close };
};
