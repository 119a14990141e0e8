import { randomUUID } from 'node:crypto';
import { Fatal } from '@parley/faults';
import { openLeases, type Held } from './leases';
import { openLink, type Link } from './link';
import { outcomeOf } from './outcome';
import { listen } from './server';
import { targetOf, type Methods } from './target';
import { openDesk, openWindow, withinDeadline } from './within';

/** Where an object lives and which one it is there: plain data, so that it can be passed on as argument or result. */
export interface Reference {
  readonly address: string;
  /** Cannot be guessed. */
  readonly object: string;
}

/** The remote side of T: each method runs there. */
export type Remote<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never;
};

export interface SpaceOptions {
  /** Where its own objects can be reached, `ws://host:port`, port 0 for a free one; without it, it only holds references. */
  bind?: string;
  /** How long a call waits for its answer at most, in ms, connecting included. */
  deadlineMs: number;
  /** How long a reference counts without being renewed, in ms; 30 000. Each space says it for its own objects. */
  leaseMs?: number;
  /** How often a silent connection is asked whether the other side is there; after three times it is given up. In ms; 1000. */
  heartbeatMs?: number;
  /** The longest message in bytes; 8 MiB. */
  maxBytes?: number;
  /** So many calls to one address are under way at most, the others wait for their turn; 64. */
  window?: number;
  /** Told of every input that is thrown away. */
  refused?(error: Fatal): void;
  /** Told which of its objects have gone because nobody holds them any more. */
  collected?(objects: readonly string[]): void;
}

/** What a process has of objects: its own that others may call, and references to those of others. */
export interface Space {
  /** Its own name as a holder of references. */
  holder: string;
  /** Empty where it has no address. */
  addresses: string[];
  /**
   * Makes an object callable from outside and returns the reference to give away. It stays as long as somebody's lease on
   * it, or until `unexport` where it is `pinned`. Throws Fatal `no-address` in a space without an address.
   */
  export(methods: object, options?: { id?: string; pinned?: boolean }): Reference;
  unexport(reference: Reference): void;
  /** Takes a lease on an object and returns a stand-in to call it; the lease is renewed until `release` or `close`. */
  remote<T = Methods>(reference: Reference): Remote<T>;
  release(reference: Reference): void;
  /** One call without a stand-in, with a deadline of its own in ms. */
  call(reference: Reference, method: string, args: readonly unknown[], withinMs: number): Promise<unknown>;
  /** Its own objects and who holds them. */
  references(): Held[];
  /** Takes nothing more (Fatal `closed`), lets settle what is under way, gives its references back. Twice is once. */
  close(): Promise<void>;
}

/** Opens a space; resolves when its objects can be reached. Rejects where the address cannot be bound. */
export async function openSpace(options: SpaceOptions): Promise<Space> {
  const { bind, deadlineMs, leaseMs = 30_000, heartbeatMs = 1000, maxBytes = 8 * 1024 * 1024 } = options;
  const { window: size = 64, refused = () => undefined, collected = () => undefined } = options;
  const holder = randomUUID();
  const leases = openLeases<object>(leaseMs, () => performance.now());
  const inHand = openDesk();
  const links = new Map<string, { link: Link; window: ReturnType<typeof openWindow>; held: Map<string, number> }>();
  let closed = false;

  const rootFor = (by: string) =>
    targetOf({
      object: (id: string) => {
        if (!leases.hold(id, by)) throw new Fatal(`there is no object ${id}`, { reason: 'no-such-object' });
        return leases.find(id);
      },
      hold: (ids: string[]) => ids.filter((id) => !leases.hold(id, by)),
      release: (ids: string[]) => ids.forEach((id) => leases.release(id, by)),
    });
  const parts = bind === undefined ? undefined : /^(?:ws|tcp):\/\/([^/:]+):(\d+)$/.exec(bind);
  if (bind !== undefined && !parts) throw new Fatal(`${bind} is no address: ws://host:port`, { reason: 'bad-address' });
  const server =
    parts && (await listen({ host: parts[1]!, port: Number(parts[2]), heartbeatMs, maxBytes, rootFor, refused }));
  const sweep = () => {
    const gone = leases.sweep();
    if (gone.length > 0) collected(gone.map(({ id }) => id));
  };
  const sweeping = setInterval(sweep, Math.max(10, leaseMs / 4)).unref();

  const linkTo = (address: string) => {
    const known = links.get(address);
    if (known) return known;
    const link = openLink(address, { holder, connectMs: deadlineMs, heartbeatMs, maxBytes });
    const opened = { link, window: openWindow(size), held: new Map<string, number>() };
    links.set(address, opened);
    return opened;
  };

  /** Renews what is held at an address, over a new connection where need be. What fails is tried again in time. */
  const renew = async (address: string): Promise<void> => {
    const { link, held } = linkTo(address);
    if (closed || held.size === 0) return;
    const session = await link.session();
    await session.invoke(session.root, 'hold', [[...held.keys()]]);
  };
  const renewAll = () => {
    for (const address of links.keys()) renew(address).catch(() => undefined);
  };
  // A lease lasts three renewals, so that one that is lost costs nothing. Theirs is taken to be as long as ours.
  const renewing = setInterval(renewAll, Math.max(10, leaseMs / 3)).unref();

  const call = ({ address, object }: Reference, method: string, args: readonly unknown[], withinMs: number) =>
    withinDeadline(method, withinMs, async ({ leave }) => {
      const { link, window } = linkTo(address);
      await window.enter();
      try {
        const session = await link.session();
        const stub = await session.stub(object);
        leave();
        return await session.invoke(stub, method, args);
      } finally {
        window.leave();
      }
    });

  const admit: Space['call'] = (...what) =>
    closed ? Promise.reject(new Fatal('the space is closed', { reason: 'closed' })) : inHand.keep(call(...what));

  const release = ({ address, object }: Reference): void => {
    const { link, held } = linkTo(address);
    const count = (held.get(object) ?? 1) - 1;
    if (count > 0) return void held.set(object, count);
    held.delete(object);
    const session = link.current();
    session?.forget(object);
    session?.invoke(session.root, 'release', [[object]]).catch(() => undefined);
  };

  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    closed = true;
    clearInterval(sweeping);
    clearInterval(renewing);
    await withinDeadline('what is in hand', deadlineMs, inHand.settled).catch(() => undefined);
    const giveBack = async ({ link, held }: { link: Link; held: Map<string, number> }) => {
      const session = link.current();
      const released = session?.invoke(session.root, 'release', [[...held.keys()]]).catch(() => undefined);
      if (released) await withinDeadline('release', 1000, () => released).catch(() => undefined);
      await link.close();
    };
    await Promise.all([...links.values()].map(giveBack));
    // An answer is on its way when its method has ended; it leaves in the turn after that.
    await new Promise((resolve) => setImmediate(resolve));
    await server?.close();
  };

  return {
    holder,
    addresses: server ? [server.address] : [],
    export: (methods, { id = randomUUID(), pinned = false } = {}) => {
      if (!server) throw new Fatal('a space without an address has nothing to offer', { reason: 'no-address' });
      const isThere = () => {
        if (leases.find(id) === target) return;
        throw new Fatal(`there is no object ${id}`, { reason: 'no-such-object' });
      };
      const target = targetOf(methods, (run) =>
        inHand.keep(
          outcomeOf(() => {
            if (closed) throw new Fatal('the space is closed', { reason: 'closed' });
            isThere();
            return run();
          }),
        ),
      );
      leases.add(id, target, pinned);
      return { address: server.address, object: id };
    },
    unexport: ({ object }) => void leases.remove(object),
    remote: <T>(reference: Reference): Remote<T> => {
      const { held } = linkTo(reference.address);
      held.set(reference.object, (held.get(reference.object) ?? 0) + 1);
      renew(reference.address).catch(() => undefined);
      return new Proxy({} as Remote<T>, {
        // No promise: it can be returned and awaited.
        get: (_, method) =>
          typeof method === 'symbol' || method === 'then'
            ? undefined
            : (...args: unknown[]) => admit(reference, method, args, deadlineMs),
      });
    },
    call: admit,
    release,
    references: () => {
      sweep();
      return leases.list();
    },
    close: () => (closing ??= close()),
  };
}
