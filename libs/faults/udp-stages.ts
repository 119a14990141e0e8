import type { Attributes, Placed, ToxicType } from './toxics';

/** What one toxic does to the datagrams of one client in one direction: it hands on to `next`, now, later, twice or never. */
export type Stage = (datagram: Buffer, next: (datagram: Buffer) => void) => void;

interface Surroundings {
  random: () => number;
  /** As setTimeout, until the proxy is closed. */
  later(ms: number, call: () => void): void;
}

const reorder = (
  { probability, window, hold = 100 }: Attributes['reorder'],
  { random, later }: Surroundings,
): Stage => {
  const waiting = new Set<{ left: number; go(): void }>();
  return (datagram, next) => {
    const [chosen, share] = [random() < probability, random()];
    if (!chosen) {
      next(datagram);
      for (const one of waiting) if ((one.left -= 1) <= 0) one.go();
      return;
    }
    const one = {
      left: 1 + Math.floor(share * window),
      go: () => {
        if (waiting.delete(one)) next(datagram);
      },
    };
    waiting.add(one);
    later(hold, one.go);
  };
};

type Make<T extends ToxicType> = (attributes: Attributes[T], around: Surroundings) => Stage;

const makers: { [T in ToxicType]?: Make<T> } = {
  latency:
    ({ latency, jitter = 0 }, { random, later }) =>
    (datagram, next) =>
      later(Math.max(0, latency + (random() * 2 - 1) * jitter), () => next(datagram)),
  bandwidth: ({ rate }, { later }) => {
    let free = 0;
    return (datagram, next) => {
      const now = performance.now();
      free = Math.max(free, now) + datagram.length / rate;
      later(free - now, () => next(datagram));
    };
  },
  timeout: () => () => undefined,
  loss:
    ({ probability }, { random }) =>
    (datagram, next) => {
      if (random() >= probability) next(datagram);
    },
  duplicate:
    ({ probability, copies = 1 }, { random }) =>
    (datagram, next) => {
      next(datagram);
      if (random() < probability) for (let copy = 0; copy < copies; copy++) next(datagram);
    },
  reorder,
};

/** What this toxic does to each datagram; its toxicity is drawn for each, whatever becomes of it. */
export const stageOf = (placed: Placed, around: Surroundings): Stage => {
  const stage = (makers[placed.type] as Make<ToxicType>)(placed.attributes, around);
  return (datagram, next) => (around.random() < placed.toxicity ? stage(datagram, next) : next(datagram));
};
