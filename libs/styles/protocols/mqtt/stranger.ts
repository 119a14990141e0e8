import { openMqttPublisher } from '@parley/middleware/mqtt';
import type { OpenStranger } from '@parley/roles';
import { access } from '../access';
import { port, prefix } from './place';

/** Somebody who speaks MQTT, and knows nothing of what is in our messages. */
export const openStranger: OpenStranger = async (place) => {
  const { deadlineMs } = place;
  const { publish, close } = await openMqttPublisher(access(place, port));
  return { say: (bytes) => publish(`${prefix}unknown`, bytes, { deadlineMs }), close };
};
