import { keepBound, openSpace, registryAt } from '@parley/middleware/objects';
import type { OpenReceiver } from '@parley/roles';
import { openDesk } from '../envelope';
import { maxFrame } from '../limits';
import { style } from './style';

/** The name of the object in the registry. */
export const deskName = 'Desk';

/** The server: an object with two methods, bound in the registry; it takes the name over from whoever had it before. */
export const openReceiver: OpenReceiver = async ({ bind, connect: [at], deadlineMs }, application) => {
  const [address = style.roles[1]!.address![0]!] = bind;
  const space = await openSpace({ bind: address, deadlineMs, maxBytes: maxFrame, refused: application.refused });
  const registry = registryAt(space, at ?? style.roles[0]!.address![0]!);
  const desk = space.export(openDesk(application), { pinned: true });
  try {
    const bound = await keepBound(registry, deskName, desk, { replace: true });
    return {
      addresses: space.addresses,
      close: async () => {
        await bound.stop();
        await space.close();
      },
    };
  } catch (error) {
    await space.close();
    throw error;
  }
};
