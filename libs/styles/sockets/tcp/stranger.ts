import { openSocketClient } from '@parley/middleware/socket';
import type { OpenStranger } from '@parley/roles';
import { style } from './style';

/** Somebody who knows the frames of the connection, and nothing of what is in them. */
export const openStranger: OpenStranger = async ({ connect: [address = style.roles[0]!.address![0]!], deadlineMs }) => {
  const client = openSocketClient(address);
  return { say: (bytes) => client.notify(bytes, deadlineMs), close: client.close };
};
