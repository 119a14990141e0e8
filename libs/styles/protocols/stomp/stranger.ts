import { openStompSender } from '@parley/middleware/stomp';
import type { OpenStranger } from '@parley/roles';
import { access } from '../access';
import { destination, port } from './place';

/** Somebody who speaks STOMP, and says nothing of what is in a message. */
export const openStranger: OpenStranger = async (place) => {
  const { send, close } = await openStompSender({ ...access(place, port), destination });
  return { say: (body) => send({ headers: {}, body }, place.deadlineMs), close };
};
