import { openSocketClient } from '@parley/middleware/socket';
import type { OpenStranger } from '@parley/roles';
import { style } from './style';

const buffer = style.roles.find(({ name }) => name === 'buffer')!;

/** Somebody who knows how to put bytes into the buffer, and nothing of what the receiver expects. */
export const openStranger: OpenStranger = async ({ connect: [address = buffer.address![0]!], deadlineMs }) => {
  const client = openSocketClient(address);
  return { say: async (bytes) => void (await client.request(bytes, deadlineMs)), close: client.close };
};
