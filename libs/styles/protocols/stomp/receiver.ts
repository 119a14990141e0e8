import { openStompReceiver } from '@parley/middleware/stomp';
import type { OpenReceiver } from '@parley/roles';
import { access } from '../access';
import { messageOf } from '../envelope';
import { destination, port } from './place';

/** Subscribes with `ack:client-individual`. What its handler has finished is answered by ACK; what it refuses by NACK. */
export const openReceiver: OpenReceiver = async (place, application) => {
  const { close } = await openStompReceiver({
    ...access(place, port),
    destination,
    decode: messageOf,
    handle: application.notify,
    refused: application.refused,
  });
  return { addresses: [], close };
};
