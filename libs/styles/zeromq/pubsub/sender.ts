import { encodeHead } from '@parley/marshalling';
import { openPublisher } from '@parley/middleware/zeromq';
import type { OpenSender } from '@parley/roles';
import { port, prefix } from './style';

/** Opens a publisher. A notice is published on the topic of its type. */
export const openSender: OpenSender = async ({ bind, deadlineMs }) => {
  const { addresses, publish, close } = await openPublisher({ bind: bind.length > 0 ? bind : [port] });
  return {
    addresses,
    notify: (message) => publish(`${prefix}${message.type}`, [encodeHead(message), message.body], { deadlineMs }),
    close,
  };
};
