import { decodeMessage } from '@parley/marshalling';
import { openMqttSubscriber } from '@parley/middleware/mqtt';
import type { OpenReceiver } from '@parley/roles';
import { access } from '../access';
import { port, prefix, sessionOf } from './place';

/** Opens a subscriber whose session the broker keeps. What its handler has finished is acknowledged. */
export const openReceiver: OpenReceiver = async (place, application) => {
  const to = access(place, port);
  const { close } = await openMqttSubscriber({
    ...to,
    clientId: sessionOf(to.url, place.name),
    filters: [`${prefix}#`],
    decode: ({ body }) => decodeMessage(body),
    handle: application.notify,
    refused: application.refused,
  });
  return { addresses: [], close };
};
