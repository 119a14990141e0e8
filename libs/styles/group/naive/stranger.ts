import { openSocketClient } from '@parley/middleware/socket';
import type { OpenStranger } from '@parley/roles';
import { style } from './style';

/** Somebody who knows the frames of the connection, and nothing of what is in them. */
export const openStranger: OpenStranger = async ({ connect: [address = style.roles[0]!.address![0]!], deadlineMs }) => {
  const client = openSocketClient(address);
  return {
    // What is no message is answered with an error: that it was said is enough.
    say: (bytes) => client.request(bytes, deadlineMs).then(undefined, () => undefined) as Promise<void>,
    close: client.close,
  };
};
