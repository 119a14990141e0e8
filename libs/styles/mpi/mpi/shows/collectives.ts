import { runJob } from '@parley/middleware/mpi';
import type { Show } from '@parley/roles';
import { everyCollective, type Seen } from './collectives.program';

const calls: Record<string, string> = {
  bcast: "everybody has the root's three numbers",
  scatter: 'each has the two numbers that are its own',
  gather: 'the root has one number of each, by rank',
  reduce: 'the root has the sum of all',
  barrier: 'nobody goes on before the last has come',
};
const size = 4;

/** Broadcast, scatter, gather, reduce and barrier among four ranks, each checked by every rank. */
export const show: Show = {
  title: 'Five things that all ranks do together',
  rows: ['S17'],
  run: async ({ say }) => {
    const { told } = await runJob<Seen>(size, everyCollective);
    return Object.entries(calls).map(([call, says]) => {
      const seen = told.filter((one) => one.call === call).sort((a, b) => a.rank - b.rank);
      say(call);
      for (const { rank, ms, got } of seen) say(`  rank ${rank} ${`${ms.toFixed(3)} ms`.padStart(12)}   ${got}`);
      return {
        says: `${call}: ${says}`,
        measured: `${seen.filter(({ is }) => is).length} of ${size} ranks`,
        holds: seen.length === size && seen.every(({ is }) => is),
      };
    });
  },
};
