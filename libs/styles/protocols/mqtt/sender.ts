import { encodeMessage } from '@parley/marshalling';
import { openMqttPublisher } from '@parley/middleware/mqtt';
import type { OpenSender } from '@parley/roles';
import { access } from '../access';
import { fitting } from '../limits';
import { port, prefix } from './place';

/** Opens a publisher. A notice goes out on the topic of its type with QoS 1, and is done when its PUBACK is there. */
export const openSender: OpenSender = async (place) => {
  const { deadlineMs } = place;
  const { publish, close } = await openMqttPublisher(access(place, port));
  return {
    addresses: [],
    // MQTT 3.1.1 has a topic and a body, and no place for anything else.
    notify: async (message) => publish(`${prefix}${message.type}`, encodeMessage(fitting(message)), { deadlineMs }),
    close,
  };
};
