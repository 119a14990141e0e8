import type { EvidenceRecord, Verdict, Verdicts } from '@parley/evidence';
import type { Finding } from '@parley/roles';
import { table } from '@parley/staging';
import { drawHistory } from '../../shown/drawn';
import { claimsOf } from '../../shown/judged';
import { attacked, disorder, orderings } from '../../shown/orders';
import { inShort } from '../../shown/seen';
import { groupShow } from '../../shown/shows';

const bottom = ['udp', 'nack'];
const titles = { fifo: 'FIFO', causal: 'causal', total: 'total' } as const;

/** The records of a witness: what happened to its messages, at its processes. */
const about = (history: readonly EvidenceRecord[], verdict: Verdict): EvidenceRecord[] => {
  if (verdict.is !== 'violated') return [];
  const { messages } = verdict.witness;
  return history.filter(({ event, msg }) => event === 'view' || messages.includes(msg.id));
};

interface Ran {
  name: string;
  layers: string[];
  history: EvidenceRecord[];
  verdicts: Verdicts;
}

/** Every way of ordering under the same losses: what it keeps, and where it does not, the pair that shows it. */
export const show = groupShow('group', 'orders', {
  title: 'Orders of deliveries: none, FIFO, causal, total, total causal, under the same losses',
  rows: ['S49'],
  run: async (stage, inLab) => {
    const ran: Ran[] = [];
    const one = async ({ name, layers }: (typeof orderings)[number]) =>
      ran.push({ name, layers, ...(await inLab({ stack: [...bottom, ...layers] }, disorder)) });
    const rest = [...orderings];
    const lane = async () => {
      for (let next = rest.shift(); next; next = rest.shift()) await one(next);
    };
    await Promise.all([lane(), lane(), lane()]);
    const rows = orderings.map(({ name }) => ran.find((one) => one.name === name)!);
    table(
      ['order', 'FIFO', 'causal', 'total'],
      rows.map(({ name, verdicts }) => [name, ...attacked.map((order) => verdicts[order].is)]),
    ).forEach(stage.say);
    stage.say('');
    const findings: Finding[] = [];
    for (const { name, layers, history, verdicts } of rows) {
      const claims = claimsOf([...bottom, ...layers].join(','));
      for (const order of attacked) {
        const verdict = verdicts[order];
        const isClaimed = claims.includes(order);
        if (verdict.is === 'violated') {
          stage.say(`${name}: not ${titles[order]}: ${inShort(history, verdict.witness.says)}`);
          if (!isClaimed)
            drawHistory(
              stage,
              `${layers[0] ?? 'none'}-${order}`,
              `${name}: not ${titles[order]}`,
              about(history, verdict),
            );
        }
        if (isClaimed)
          findings.push({
            says: `${name} keeps ${titles[order]} order`,
            measured: verdict.is === 'holds' ? `${verdict.power.chances} chances to fail` : verdict.is,
            holds: verdict.is === 'holds',
          });
      }
    }
    const broken = (layer: string | undefined, order: (typeof attacked)[number]) =>
      rows.some(({ layers, verdicts }) => layers[0] === layer && verdicts[order].is === 'violated');
    const exhibit = (layer: string | undefined, order: (typeof attacked)[number], says: string) =>
      findings.push({
        says,
        measured: broken(layer, order) ? 'a pair was seen' : 'not exhibited',
        holds: broken(layer, order),
      });
    exhibit(undefined, 'fifo', 'Without an order one sender’s messages come the other way round');
    exhibit('fifo', 'causal', 'FIFO alone lets an answer overtake its question');
    exhibit('causal', 'total', 'Causal alone lets two concurrent messages cross');
    exhibit('sequencer', 'fifo', 'Total alone may invert one sender’s messages: all get them in one, wrong, order');
    return findings;
  },
});
