import { openAmqp1Receiver } from '@parley/middleware/amqp1';
import type { OpenReceiver } from '@parley/roles';
import { access } from '../access';
import { messageOf } from '../envelope';
import { entity, port } from './place';

/**
 * Peeks and locks: what its handler has finished is completed (accepted); what it refuses, or fails at too often, is
 * dead-lettered (rejected); what is in hand when the connection ends comes again.
 */
export const openReceiver: OpenReceiver = async (place, application) => {
  const { close } = await openAmqp1Receiver({
    ...access(place, port),
    source: entity,
    decode: ({ subject, properties, ...carried }) => messageOf({ ...carried, type: subject, headers: properties }),
    handle: application.notify,
    refused: application.refused,
  });
  return { addresses: [], close };
};
