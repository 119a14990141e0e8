import { judgeRecords, type EvidenceRecord, type Verdicts } from '@parley/evidence';
import type { Lab } from './lab';
import type { Player } from './player';
import { deliveredBy, sentBy } from './seen';

/** The ways of ordering, each over the same loss recovery. */
export const orderings: { name: string; layers: string[] }[] = [
  { name: 'none', layers: [] },
  { name: 'FIFO', layers: ['fifo'] },
  { name: 'causal, vector clocks', layers: ['causal'] },
  { name: 'causal and total, logical clocks with ACKs', layers: ['causal-clocks'] },
  { name: 'total, central sequencer', layers: ['sequencer'] },
  { name: 'total, sequencer streams the order', layers: ['sequencer-stream'] },
  { name: 'total causal, central sequencer', layers: ['causal-sequencer'] },
];

export const members = ['p1', 'p2', 'p3', 'p4'];

/** What each scenario tries to break. */
export const attacked = ['fifo', 'causal', 'total'] as const;
export type Attacked = (typeof attacked)[number];

const free = (...players: Player[]) => Promise.all(players.map((player) => player.tell({ do: 'cut', from: [] })));
const cut = (player: Player, ...from: string[]) => player.tell({ do: 'cut', from });

/** So many messages in all have been delivered everywhere. */
const delivered = (lab: Lab, count: number) =>
  lab.until((history) => members.every((name) => deliveredBy(history, name).length >= count), 4000);

const has = (lab: Lab, by: string, id: string) => lab.until((history) => deliveredBy(history, by).includes(id), 400);
const lastOf = (lab: Lab, name: string) => sentBy(lab.history(), name).at(-1)!;

/**
 * Loses single messages on the way to single members, so that each kind of disorder may come about: the second of two
 * messages of one sender overtakes the first (towards a member, and towards the sequencer); an answer overtakes its
 * question; two messages cross. Then all send at once, and some of it is lost. Returns the history and its verdicts.
 */
export async function disorder(lab: Lab): Promise<{ history: EvidenceRecord[]; verdicts: Verdicts }> {
  const [p1, p2, p3, p4] = (await lab.members(members)) as [Player, Player, Player, Player];
  await cut(p1, 'p2');
  await cut(p3, 'p2');
  await p2.send({ count: 1 });
  await free(p1, p3);
  await p2.send({ count: 1 });
  await delivered(lab, 2);

  await cut(p4, 'p3');
  await p3.send({ count: 1 });
  if (await has(lab, 'p2', lastOf(lab, 'p3'))) {
    await p2.send({ count: 1 });
    await has(lab, 'p4', lastOf(lab, 'p2'));
  } else await p2.send({ count: 1 });
  await free(p4);
  await delivered(lab, 4);

  await cut(p3, 'p2');
  await cut(p4, 'p1', 'p3');
  await Promise.all([p1.send({ count: 1 }), p2.send({ count: 1 })]);
  await has(lab, 'p3', lastOf(lab, 'p1'));
  await has(lab, 'p4', lastOf(lab, 'p2'));
  await free(p3, p4);
  await delivered(lab, 6);

  const all = [p1, p2, p3, p4];
  await Promise.all(all.map((player) => player.tell({ do: 'impair', impaired: { loss: 0.05 } })));
  await Promise.all(all.map((player) => player.send({ count: 15, perSecond: 200 })));
  await delivered(lab, 66);
  await lab.settled(200);
  const history = [...lab.history()];
  return { history, verdicts: judgeRecords(history) };
}
