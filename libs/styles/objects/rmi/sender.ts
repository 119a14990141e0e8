import { Fatal, Retryable } from '@parley/faults';
import { openSpace, registryAt, type Reference } from '@parley/middleware/objects';
import type { OpenSender } from '@parley/roles';
import { packed, unpacked, type Desk } from '../envelope';
import { maxFrame } from '../limits';
import { deskName } from './receiver';
import { style } from './style';

/** The client: looks the object up once and calls it where it is, until it is there no more. */
export const openSender: OpenSender = async ({ connect: [at], deadlineMs }) => {
  const space = await openSpace({ deadlineMs, maxBytes: maxFrame });
  const registry = registryAt(space, at ?? style.roles[0]!.address![0]!);
  let looked: Promise<Reference> | undefined;

  const lookUp = async (): Promise<Reference> => {
    const reference = await registry.lookup(deskName);
    // As long as it holds a reference the object stays.
    space.remote<Desk>(reference);
    return reference;
  };
  const forget = (looking: Promise<Reference>, reference?: Reference) => {
    if (looked !== looking) return;
    looked = undefined;
    if (reference) space.release(reference);
  };

  const invoke = async (method: keyof Desk, bytes: Buffer): Promise<unknown> => {
    const end = performance.now() + deadlineMs;
    const looking = (looked ??= lookUp());
    let reference: Reference | undefined;
    try {
      reference = await looking;
      return await space.call(reference, method, [bytes], Math.max(1, end - performance.now()));
    } catch (error) {
      const isGone = error instanceof Fatal && error.reason === 'no-such-object';
      // Nothing was called: whoever tries again asks the registry where the object is now.
      if (isGone || error instanceof Retryable) forget(looking, reference);
      throw isGone ? new Retryable(error.message, { cause: error }) : error;
    }
  };
  return {
    addresses: [],
    notify: async (message) => void (await invoke('notify', packed(message))),
    reserve: async (request) => unpacked(await invoke('reserve', packed(request))),
    close: space.close,
  };
};
