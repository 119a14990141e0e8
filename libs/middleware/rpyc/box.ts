import { Fatal } from '@parley/faults';
import { isPlain } from './brine';
import { keyOf, type openExported } from './exported';
import { knownOf, makeNetref, type Line } from './netref';
import { labels, type IdPack } from './protocol';

const undecodable = (why: string) => new Fatal(`no boxed value: ${why}`, { reason: 'undecodable' });

const idPack = (value: unknown): IdPack => {
  const [name, ...numbers] = Array.isArray(value) ? (value as unknown[]) : [];
  const isNumber = (part: unknown) => typeof part === 'number' || typeof part === 'bigint';
  if (typeof name !== 'string' || numbers.length !== 2 || !numbers.every(isNumber))
    throw undecodable('a reference is none');
  return value as unknown as IdPack;
};

/**
 * Puts values on the wire and takes them off: what cannot change by value, a frozen array with anything else inside as a
 * tuple, every other object as a reference. A reference that is garbage here is given back to the other side.
 */
export function openBoxes(line: Line, exported: ReturnType<typeof openExported>) {
  const proxies = new Map<string, { proxy: WeakRef<object>; count: number; pack: IdPack }>();
  const give = (key: string, of: { count: number; pack: IdPack }) => {
    if (proxies.get(key) === of) proxies.delete(key);
    if (of.count > 0) line.drop(of.pack, of.count);
    of.count = 0;
  };
  const garbage = new FinalizationRegistry<{ key: string; of: { count: number; pack: IdPack } }>(({ key, of }) =>
    give(key, of),
  );

  const reference = (pack: IdPack): object => {
    const key = keyOf(pack);
    const cached = proxies.get(key);
    const alive = cached?.proxy.deref();
    if (cached && alive) {
      cached.count += 1;
      return alive;
    }
    const proxy = makeNetref(line, pack);
    const entry = { proxy: new WeakRef(proxy), count: 1, pack };
    proxies.set(key, entry);
    garbage.register(proxy, { key, of: entry }, entry);
    return proxy;
  };

  const box = (value: unknown): unknown => {
    if (isPlain(value)) return [labels.value, value];
    if (Array.isArray(value) && Object.isFrozen(value)) return [labels.tuple, value.map(box)];
    const known = knownOf(value);
    if (known?.line === line) return [labels.yours, known.pack];
    if (typeof value === 'symbol') throw new Fatal('a symbol cannot be sent', { reason: 'unsendable' });
    return [labels.mine, exported.give(value as object)];
  };

  const unbox = (value: unknown): unknown => {
    if (!Array.isArray(value) || value.length !== 2) throw undecodable('it is no pair');
    const [label, inside] = value as [unknown, unknown];
    if (label === labels.value) return inside;
    if (label === labels.tuple && Array.isArray(inside)) return Object.freeze(inside.map(unbox));
    if (label === labels.yours) return exported.find(idPack(inside));
    if (label === labels.mine) return reference(idPack(inside));
    throw undecodable(`there is no label ${String(label)}`);
  };

  return {
    box,
    unbox,
    /** Gives a reference back before it is garbage; it must not be used afterwards. */
    release(proxy: object): void {
      const known = knownOf(proxy);
      const entry = known && proxies.get(keyOf(known.pack));
      if (entry) give(keyOf(entry.pack), entry);
    },
    count: () => proxies.size,
  };
}
