import { Fatal, Retryable } from '@parley/faults';
import { openSpace, type Reference, type Remote, type Space, type SpaceOptions } from './space';

/** What a registry does: names of objects to references. */
export interface Registry {
  /**
   * Binds a name until `leaseMs` (30 000) have passed without another bind of the same reference. A name that stands for
   * another object is refused with Fatal `already-bound`, unless `replace` is said.
   */
  bind(name: string, reference: Reference, options?: { replace?: boolean; leaseMs?: number }): void;
  /** Throws Retryable where nobody has the name: it may be bound later. */
  lookup(name: string): Reference;
  list(): { name: string; reference: Reference }[];
  /** Throws Fatal `not-bound` where nobody has the name. */
  unbind(name: string): void;
}

const wellKnown = 'registry';

const same = (one: Reference, other: Reference) => one.address === other.address && one.object === other.object;

const asReference = (value: unknown): Reference => {
  const { address, object } = (value ?? {}) as Partial<Reference>;
  if (typeof address !== 'string' || typeof object !== 'string')
    throw new Fatal('this is no reference', { reason: 'undecodable' });
  return { address, object };
};

const asName = (value: unknown): string => {
  if (typeof value !== 'string' || value === '' || value.length > 255)
    throw new Fatal('a name is a text of 1 to 255 characters', { reason: 'bad-name' });
  return value;
};

/** The names of one registry. No I/O: time is given, in ms. */
export function openNames(now: () => number): Registry {
  const bound = new Map<string, { reference: Reference; until: number }>();
  const current = (name: string) => {
    const found = bound.get(name);
    if (found && found.until > now()) return found;
    bound.delete(name);
    return undefined;
  };
  return {
    bind: (name, given, { replace = false, leaseMs = 30_000 } = {}) => {
      const reference = asReference(given);
      const before = current(asName(name));
      if (before && !replace && !same(before.reference, reference))
        throw new Fatal(`${name} is bound to another object`, { reason: 'already-bound' });
      bound.set(name, { reference, until: now() + leaseMs });
    },
    lookup: (name) => {
      const found = current(asName(name));
      if (!found) throw new Retryable(`nothing is bound to ${name}`);
      return found.reference;
    },
    list: () =>
      [...bound.keys()].flatMap((name) => {
        const found = current(name);
        return found ? [{ name, reference: found.reference }] : [];
      }),
    unbind: (name) => {
      if (!current(asName(name))) throw new Fatal(`nothing is bound to ${name}`, { reason: 'not-bound' });
      bound.delete(name);
    },
  };
}

/** Opens a registry at an address, as an object that everybody can find there. */
export async function openRegistry(options: SpaceOptions & { bind: string }): Promise<Space> {
  const space = await openSpace(options);
  space.export(
    openNames(() => performance.now()),
    { id: wellKnown, pinned: true },
  );
  return space;
}

/** The registry at an address. */
export const registryAt = (space: Space, address: string): Remote<Registry> =>
  space.remote<Registry>({ address, object: wellKnown });

/**
 * Binds a name and keeps it bound, also to a registry that has lost it, until `stop`. Resolves when it is bound; rejects as
 * `bind` does. With `replace` it takes the name over from another object, once: whoever takes it later keeps it.
 */
export async function keepBound(
  registry: Remote<Registry>,
  name: string,
  reference: Reference,
  { replace = false, leaseMs = 30_000 } = {},
): Promise<{ stop(): Promise<void> }> {
  await registry.bind(name, reference, { replace, leaseMs });
  let mine = true;
  const again = () =>
    registry.bind(name, reference, { leaseMs }).catch((error: unknown) => {
      if (error instanceof Fatal && error.reason === 'already-bound') mine = false;
    });
  const renewing = setInterval(() => void (mine && again()), leaseMs / 3).unref();
  const unbind = async () => {
    const found = await registry.lookup(name);
    if (same(found, reference)) await registry.unbind(name);
  };
  return {
    stop: async () => {
      clearInterval(renewing);
      // The registry may be gone already; then so is the name.
      if (mine) await unbind().catch(() => undefined);
    },
  };
}
