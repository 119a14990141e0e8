import { openAmqp1Sender } from '@parley/middleware/amqp1';
import type { OpenStranger } from '@parley/roles';
import { access } from '../access';
import { entity, port } from './place';

/** Somebody who speaks AMQP 1.0, and says nothing of what is in a message. */
export const openStranger: OpenStranger = async (place) => {
  const { send, close } = await openAmqp1Sender({ ...access(place, port), target: entity });
  return { say: (body) => send({ properties: {}, body }, place.deadlineMs), close };
};
