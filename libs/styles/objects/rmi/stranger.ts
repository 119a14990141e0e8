import { openSpace, registryAt } from '@parley/middleware/objects';
import type { OpenStranger } from '@parley/roles';
import { deskName } from './receiver';
import { style } from './style';

/** Knows the object and its method, and not what its argument is. */
export const openStranger: OpenStranger = async ({ connect: [at], deadlineMs }) => {
  const space = await openSpace({ deadlineMs });
  const reference = await registryAt(space, at ?? style.roles[0]!.address![0]!).lookup(deskName);
  const desk = space.remote<{ notify(bytes: Buffer): void }>(reference);
  return {
    // That it is refused is the receiver's matter.
    say: async (bytes) => void (await desk.notify(bytes).catch(() => undefined)),
    close: space.close,
  };
};
