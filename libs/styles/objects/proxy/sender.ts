import { randomUUID } from 'node:crypto';
import { openRpyc } from '@parley/middleware/rpyc';
import type { OpenSender } from '@parley/roles';
import { packed, unpacked } from '../envelope';
import { maxFrame } from '../limits';
import { placeOf } from './address';
import type { Office } from './receiver';

/** The client: uses a desk at the server as though it were here. */
export const openSender: OpenSender = async ({ connect, deadlineMs }) => {
  const client = randomUUID();
  const desk = openRpyc<Office>({
    ...placeOf(connect),
    deadlineMs,
    maxBytes: maxFrame,
    enter: (root, nth) => root.exposed_desk(client, nth),
  });
  return {
    addresses: [],
    notify: async (message) => void (await desk.call('notify', packed(message))),
    reserve: async (request) => unpacked(await desk.call('reserve', packed(request))),
    close: desk.close,
  };
};
