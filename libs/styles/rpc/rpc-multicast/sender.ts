import type { OpenSender } from '@parley/roles';
import { openGate } from '../gate';
import { openGroup } from './group';

/** The client: one service to its caller; a notice is done when all members have done it, a request when most agree. */
export const openSender: OpenSender = async ({ connect, deadlineMs }) => {
  const group = await openGroup(connect, deadlineMs);
  const gate = openGate('the client', deadlineMs);
  return {
    addresses: [],
    notify: (message) => gate.enter((left) => group.notify(message, left)),
    reserve: (request) => gate.enter((left) => group.reserve(request, 'majority', left)),
    close: () => gate.close(group.close),
  };
};
