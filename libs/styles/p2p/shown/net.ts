import type { EvidenceRecord } from '@parley/evidence';
import type { Batch, Outcome } from '@parley/roles';
import { openCast, type Actor, type Cast } from '@parley/staging';

interface Wish {
  /** What stands behind the address: channel, topic, conditions. */
  wants?: string;
  knows: Actor[];
}

/** A network of peers that are processes, with their history, in a folder under `out` that goes at the end. */
export function openNet(out: string) {
  const cast: Cast = openCast(out);
  const start = (role: string, name: string, { wants, knows }: Wish): Promise<Actor> =>
    cast.start('p2p', role, name, {
      bind: `tcp://127.0.0.1:0${wants ? `?${wants}` : ''}`,
      connect: knows.map(({ address }) => address),
    });

  /** Publishes one after the other; resolves to what the caller saw of each. */
  const publish = (from: Actor, batch: Batch): Promise<Outcome[]> => from.send({ ...batch, pipelined: false });

  return {
    subscriber: (name: string, wish: Wish) => start('subscriber', name, wish),
    publisher: (name: string, wish: Wish) => start('publisher', name, wish),
    publish,
    until: cast.until,
    seen: cast.seen,
    /** Sends until a message has come to each of these. Throws where that does not happen. */
    connected: async (from: Actor, to: Actor[]): Promise<void> => {
      const reached = () => {
        const received = cast.history().filter(({ event }) => event === 'received');
        const names = new Set(received.map((record) => record.process));
        return to.every(({ name }) => names.has(name));
      };
      for (let attempt = 0; attempt < 50; attempt += 1) {
        await publish(from, { count: 1, type: 'probe' });
        if (await cast.until(reached, 200)) return;
      }
      throw new Error('the peers did not find each other');
    },
    close: cast.close,
  };
}

/** How often each note was made, `3 × via a, 2 × via b`. */
export const tally = (records: EvidenceRecord[]): string => {
  const counts = new Map<string, number>();
  for (const { note = '' } of records) counts.set(note, (counts.get(note) ?? 0) + 1);
  return [...counts].map(([note, count]) => `${count} ${note}`).join(', ') || 'nothing';
};
