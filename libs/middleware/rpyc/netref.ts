import { handlers, type IdPack } from './protocol';

/** The remote side of T: each attribute is fetched when it is awaited, each method runs there. */
export type Remote<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => infer R
    ? ((...args: A) => Promise<Awaited<R>>) & PromiseLike<T[K]>
    : Promise<T[K]>;
};

/** What a reference needs of its connection. */
export interface Line {
  /** Sends one request; settles with its answer, or as the connection's deadline says. */
  request(handler: number, ...args: unknown[]): Promise<unknown>;
  /** Tells the other side that so many references to an object are given back. */
  drop(pack: IdPack, count: number): void;
}

export interface Known {
  line: Line;
  pack: IdPack;
}

const known = new WeakMap<object, Known>();

/** The connection and the identity of a reference; undefined for anything else. */
export const knownOf = (value: unknown): Known | undefined =>
  typeof value === 'function' ? known.get(value) : undefined;

type Owner = { netref: object; line: Line } | { attribute: () => Promise<unknown>; line: Line };

/** A callable that is fetched when it is awaited and called there when it is called. Nothing is sent before. */
const attribute = (owner: Owner, name: string): object => {
  const fetch = async (): Promise<unknown> => {
    const of = 'netref' in owner ? owner.netref : await owner.attribute();
    if (!knownOf(of)) return (of as Record<string, unknown>)[name];
    return owner.line.request(handlers.getAttribute, of, name);
  };
  const call = async (args: unknown[]): Promise<unknown> => {
    const of = 'netref' in owner ? owner.netref : await owner.attribute();
    return owner.line.request(handlers.callAttribute, of, name, Object.freeze(args), Object.freeze([]));
  };
  return new Proxy(() => undefined, {
    get: (_, key) => {
      if (typeof key === 'symbol') return undefined;
      if (key === 'then') return (...then: Parameters<Promise<unknown>['then']>) => fetch().then(...then);
      if (key === 'catch') return (failed: (error: unknown) => unknown) => fetch().catch(failed);
      return attribute({ attribute: fetch, line: owner.line }, key);
    },
    apply: (_, __, args) => call(args),
    set: () => false,
  });
};

async function* walk(netref: object, line: Line): AsyncGenerator<unknown> {
  const iterator = await line.request(handlers.callAttribute, netref, '__iter__', Object.freeze([]), Object.freeze([]));
  for (;;) {
    // A hundred at a time: one by one would cost a round trip each.
    const some = (await line.request(handlers.iterate, iterator, 100)) as readonly unknown[];
    yield* some;
    if (some.length < 100) return;
  }
}

/**
 * A reference to an object of the other side that is used as though it were the object: `await ref.value`,
 * `await ref.append(2)`, `await ref(1)`, `for await (const item of ref)`. It is no promise, so it can be returned and awaited.
 * Assigning to it throws TypeError: an assignment cannot be awaited; `setAttribute` can.
 */
export const makeNetref = (line: Line, pack: IdPack): object => {
  const netref: object = new Proxy(() => undefined, {
    get: (_, key) => {
      if (key === Symbol.asyncIterator) return () => walk(netref, line);
      if (typeof key === 'symbol' || key === 'then') return undefined;
      return attribute({ netref, line }, key);
    },
    apply: (_, __, args) => line.request(handlers.call, netref, Object.freeze(args), Object.freeze([])),
    set: () => false,
  });
  known.set(netref, { line, pack });
  return netref;
};

const of = (reference: unknown): Known => {
  const found = knownOf(reference);
  if (!found) throw new TypeError('this is no reference to a remote object');
  return found;
};

/** The text that the other side writes for its object, as Python's `str`. */
export const str = (reference: unknown): Promise<string> =>
  of(reference).line.request(handlers.str, reference) as Promise<string>;

/** As Python's `repr`. */
export const repr = (reference: unknown): Promise<string> =>
  of(reference).line.request(handlers.repr, reference) as Promise<string>;

/** The names of an object's attributes, as Python's `dir`. */
export const dir = (reference: unknown): Promise<readonly string[]> =>
  of(reference).line.request(handlers.dir, reference) as Promise<readonly string[]>;

/** Sets an attribute of a remote object; most services refuse that (Fatal `AttributeError`). */
export const setAttribute = async (reference: unknown, name: string, value: unknown): Promise<void> =>
  void (await of(reference).line.request(handlers.setAttribute, reference, name, value));

/** Whether two references are to one object of one connection. */
export const sameObject = (one: unknown, other: unknown): boolean => {
  const [a, b] = [of(one), of(other)];
  return a.line === b.line && a.pack.every((part, index) => part === b.pack[index]);
};
