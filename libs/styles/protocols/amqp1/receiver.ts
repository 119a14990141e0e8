import { openAmqp1Receiver } from '@parley/middleware/amqp1';
import type { OpenReceiver } from '@parley/roles';
import { access } from '../access';
import { messageOf } from '../envelope';
import { node, port } from './place';

/** Opens a receiving link. What its handler has finished is accepted; what it refuses is rejected. */
export const openReceiver: OpenReceiver = async (place, application) => {
  const { close } = await openAmqp1Receiver({
    ...access(place, port),
    source: node,
    decode: ({ subject, properties, ...carried }) => messageOf({ ...carried, type: subject, headers: properties }),
    handle: application.notify,
    refused: application.refused,
  });
  return { addresses: [], close };
};
