import { killChildren } from '@parley/faults';
import type { Show } from '@parley/roles';
import { serverAbsent } from './compared/absent';
import type { Compared } from './compared/compared';
import { boundAgain } from './compared/hello';
import { killedInMidRun } from './compared/killed';
import { undecodable, workerKilled } from './compared/pipeline';
import { lateAndCutOff } from './compared/publishing';

type Trial = (out: string) => Promise<Compared>;

const killed =
  (style: string, program: string, mark: string): Trial =>
  (out) =>
    killedInMidRun(out, { style, program, mark });

/** Two rows of trials beside each other: all at once would be too many processes for a small machine. */
const rows: Trial[][] = [
  [killed('tcp', 'TCP echo', 'Hello'), serverAbsent, lateAndCutOff, undecodable],
  [boundAgain, killed('reqrep', 'ZeroMQ request/reply', 'Hello'), killed('proxy', 'RPyC list', 'append'), workerKilled],
];

const oneByOne = async (trials: Trial[], out: string): Promise<Compared[]> => {
  const all: Compared[] = [];
  for (const trial of trials) all.push(await trial(out));
  return all;
};

export const show: Show = {
  title: 'The lectures’ own programs beside ours, under the same faults',
  rows: ['S55'],
  run: async ({ say, out }) => {
    try {
      const all = (await Promise.all(rows.map((trials) => oneByOne(trials, out)))).flat();
      for (const { program, fault, deck, ours, saves } of all) {
        say(`${program}: ${fault}`);
        say(`  the deck’s         ${deck}`);
        say(`  ours               ${ours}`);
        say(`  what this saves    ${saves}\n`);
      }
      return all.map(({ program, fault, deck, loses, ours, bears }) => ({
        says: `${program}: ${fault}`,
        measured: `the deck’s: ${deck}; ours: ${ours}`,
        holds: loses && bears,
      }));
    } finally {
      killChildren();
    }
  },
};
