import { openAmqp1Sender } from '@parley/middleware/amqp1';
import type { OpenStranger } from '@parley/roles';
import { access } from '../access';
import { entity, type Entity } from './place';

/** Somebody who speaks AMQP 1.0, and says nothing of what is in a message. */
export const strangerTo =
  ({ port, nodeOf }: Entity): OpenStranger =>
  async (place) => {
    const to = access(place, port);
    const { send, close } = await openAmqp1Sender({ ...to, target: nodeOf(to.url) });
    return { say: (body) => send({ properties: {}, body }, place.deadlineMs), close };
  };

export const openStranger = strangerTo(entity);
