import { openPlayout, type Playout, type PlayoutPlan } from './playout';

/** Streams that have been silent for so long, in ms, are over; more than so many at a time are not followed. */
const silentMs = 10_000;
const most = 64;

/** A playout for each stream that is heard of. */
export const openStreams = <T>(plan: PlayoutPlan<T>) => {
  const known = new Map<number | string, { playout: Playout<T>; heard: number }>();
  const forget = (): void => {
    const longAgo = performance.now() - silentMs;
    for (const [stream, { heard }] of known) if (heard < longAgo || known.size > most) known.delete(stream);
  };
  return {
    of: (stream: number | string): Playout<T> => {
      const one = known.get(stream) ?? { playout: openPlayout(plan), heard: 0 };
      one.heard = performance.now();
      if (!known.has(stream)) {
        forget();
        known.set(stream, one);
      }
      return one.playout;
    },
    drained: () => Promise.all([...known.values()].map(({ playout }) => playout.drained())),
  };
};
