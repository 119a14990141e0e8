import { Fatal } from './errors';

/** `upstream` goes to the target, `downstream` comes from it. */
export type Stream = 'upstream' | 'downstream';
export type Carrier = 'tcp' | 'udp';

/**
 * The faults, with Toxiproxy's names, attributes and units where it has them (https://github.com/Shopify/toxiproxy#toxics);
 * times in ms unless it is said.
 */
export interface Attributes {
  /** Everything comes later by latency ± jitter. */
  latency: { latency: number; jitter?: number };
  /** At most `rate` KB/s (1 KB = 1000 bytes). */
  bandwidth: { rate: number };
  /** The end of a connection comes later by `delay`. */
  slow_close: { delay: number };
  /** Nothing gets through; after `timeout` the connection is closed, with 0 never. */
  timeout: { timeout: number };
  /** The connection is reset after `timeout`. */
  reset_peer: { timeout: number };
  /** Cut into pieces of average_size ± size_variation bytes, `delay` microseconds between them. */
  slicer: { average_size: number; size_variation?: number; delay?: number };
  /** After so many bytes the connection is closed. */
  limit_data: { bytes: number };
  /**
   * Ours. The k-th request goes on to the target, and its connection is reset when the answer begins; `every` k-th,
   * counted over all connections. A request is what comes from the client after the target has spoken, or what holds
   * `request`; the answer is what comes next from the target, or what holds `response`.
   */
  cut_after_request: { every?: number; request?: string; response?: string };
  /** Ours, datagrams: this share of them is lost. */
  loss: { probability: number };
  /** Ours, datagrams: this share of them comes `copies` times more (1). */
  duplicate: { probability: number; copies?: number };
  /** Ours, datagrams: this share of them waits until 1 … `window` later ones have passed, or for `hold` (100 ms). */
  reorder: { probability: number; window: number; hold?: number };
}

export type ToxicType = keyof Attributes;

/** A fault that is put into the way. `stream` is downstream and `name` is `<type>_<stream>` where they are not said. */
export type Toxic<T extends ToxicType = ToxicType> = {
  [K in T]: {
    type: K;
    name?: string;
    stream?: Stream;
    /** The share of connections (of datagrams, on UDP) that have it; 1. */
    toxicity?: number;
    attributes: Attributes[K];
  };
}[T];

/** A toxic with everything said. */
export type Placed<T extends ToxicType = ToxicType> = Required<Toxic<T>> & {
  /** Of all its connections together. */ requests: number;
};

const carriers: Record<ToxicType, readonly Carrier[]> = {
  latency: ['tcp', 'udp'],
  bandwidth: ['tcp', 'udp'],
  slow_close: ['tcp'],
  timeout: ['tcp', 'udp'],
  reset_peer: ['tcp'],
  slicer: ['tcp'],
  limit_data: ['tcp'],
  cut_after_request: ['tcp'],
  loss: ['udp'],
  duplicate: ['udp'],
  reorder: ['udp'],
};

/** Names of the toxics that a carrier can have. */
export const toxicsOf = (carrier: Carrier): ToxicType[] =>
  (Object.keys(carriers) as ToxicType[]).filter((type) => carriers[type].includes(carrier));

/** Those in the way now, in the order in which they were added. Throws Fatal `unsupported` or `in-use`. */
export function openToxics(carrier: Carrier, changed: (how: 'added' | 'removed') => void) {
  const all = new Map<string, Placed>();
  const add = (toxic: Toxic): string => {
    const { type, stream = 'downstream', toxicity = 1 } = toxic;
    const name = toxic.name ?? `${type}_${stream}`;
    if (!carriers[type]?.includes(carrier))
      throw new Fatal(`${carrier} has no toxic ${type}: ${toxicsOf(carrier).join(', ')}`, { reason: 'unsupported' });
    if (all.has(name)) throw new Fatal(`there is a toxic ${name} already`, { reason: 'in-use' });
    all.set(name, { ...toxic, name, stream, toxicity, requests: 0 } as Placed);
    changed('added');
    return name;
  };
  return {
    all: () => [...all.values()],
    add,
    remove: (name: string) => {
      if (!all.delete(name)) throw new Fatal(`there is no toxic ${name}`, { reason: 'not-found' });
      changed('removed');
    },
    clear: () => {
      all.clear();
      changed('removed');
    },
  };
}
