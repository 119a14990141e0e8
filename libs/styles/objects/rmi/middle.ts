import { openRegistry } from '@parley/middleware/objects';
import type { OpenMiddle } from '@parley/roles';
import { style } from './style';

/** The registry: names of objects to references. Once it has answered, it has no part in what client and object say. */
export const openMiddle: OpenMiddle = async ({ bind: [bind = style.roles[0]!.address![0]!], deadlineMs }) => {
  const registry = await openRegistry({ bind, deadlineMs });
  return { addresses: registry.addresses, close: registry.close };
};
