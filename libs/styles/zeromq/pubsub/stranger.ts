import { openRaw } from '@parley/middleware/zeromq';
import type { OpenStranger } from '@parley/roles';
import { prefix } from './style';

/** Another publisher, of single frames. They begin as our topics do: anything else would never leave its process. */
export const openStranger: OpenStranger = async ({ bind, deadlineMs }) => {
  const { say, ...raw } = await openRaw('pub', { bind, deadlineMs });
  return { ...raw, say: (bytes) => say(Buffer.concat([Buffer.from(prefix), bytes])) };
};
