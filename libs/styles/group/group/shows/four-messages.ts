import { groupHistories, pairLabels, type EvidenceRecord } from '@parley/evidence';
import type { Show } from '@parley/roles';
import { table } from '@parley/staging';
import { drawHistory } from '../../shown/drawn';

/**
 * The lecture’s example, word for word a history: p1 sends m1, m2, m3, in this order; p2 sends m4 when it has delivered m3.
 * No protocol makes it (p1’s own messages come back to it in another order than it sent them): it is written down.
 */
const script: [process: string, event: 'submitted' | 'delivered', message: number][] = [
  ['p1', 'submitted', 1],
  ['p1', 'submitted', 2],
  ['p1', 'submitted', 3],
  ['p2', 'delivered', 1],
  ['p2', 'delivered', 3],
  ['p2', 'submitted', 4],
  ['p1', 'delivered', 1],
  ['p1', 'delivered', 3],
  ['p1', 'delivered', 2],
  ['p1', 'delivered', 4],
  ['p2', 'delivered', 4],
  ['p2', 'delivered', 2],
  ['p3', 'delivered', 1],
  ['p3', 'delivered', 3],
  ['p3', 'delivered', 2],
  ['p3', 'delivered', 4],
];

const idOf = (message: number): string => (message === 4 ? 'g/p2/1/1' : `g/p1/1/${message}`);

const history = (): EvidenceRecord[] => {
  const last = new Map<string, number>();
  const record = (process: string, event: EvidenceRecord['event'], id: string, note?: string): EvidenceRecord => {
    const seq = (last.get(process) ?? 0) + 1;
    last.set(process, seq);
    const [, sender, , n] = id.split('/');
    const msg = n === undefined ? { id } : { id, sender: sender!, seq: Number(n) };
    const mono = String([...last.values()].reduce((sum, one) => sum + one, 0) * 1_000_000);
    return {
      run: 'r',
      process,
      inc: '1',
      seq,
      mono,
      event,
      msg,
      style: 'the lecture',
      hop: '',
      channel: 'g',
      ...(note && { note }),
    };
  };
  const view = JSON.stringify({ id: 1, members: ['p1', 'p2', 'p3'] });
  return [
    ...['p1', 'p2', 'p3'].map((process) => record(process, 'view', 'view/1', view)),
    ...script.map(([process, event, message]) => record(process, event, idOf(message))),
  ];
};

/** What the lecture’s table says of each pair. */
const lecture = {
  m1m2: 'FIFO, total, causal',
  m1m3: 'FIFO, total, causal',
  m1m4: 'total, causal',
  m2m3: 'total',
  m2m4: '',
  m3m4: 'total, causal',
} as const;

/** The orders that each pair of the four messages keeps, by the oracle. */
export const show: Show = {
  title: 'Four messages: which orders does each pair keep?',
  rows: ['S50'],
  run: async (stage) => {
    const { say } = stage;
    const records = history();
    const [group] = groupHistories(records);
    const labels = pairLabels(group!, [1, 2, 3, 4].map(idOf));
    const name = (id: string) => `m${[1, 2, 3, 4].find((one) => idOf(one) === id)}`;
    const rows = labels.map((pair) => {
      const kept = (['fifo', 'total', 'causal'] as const).filter((order) => pair[order] === 'holds');
      const said = kept.map((order) => (order === 'fifo' ? 'FIFO' : order)).join(', ');
      return { pair: `${name(pair.first)}${name(pair.second)}`, said, ...pair };
    });
    drawHistory(stage, 'four-messages', 'The lecture’s four messages', records);
    table(
      ['pair', 'FIFO', 'total', 'causal', 'the lecture'],
      rows.map(({ pair, fifo, total, causal }) => [
        pair,
        fifo,
        total,
        causal,
        lecture[pair as keyof typeof lecture] || 'no order',
      ]),
    ).forEach(say);
    const wrong = rows.filter(({ pair, said }) => lecture[pair as keyof typeof lecture] !== said);
    const m2m4 = rows.find(({ pair }) => pair === 'm2m4');
    return [
      {
        says: 'The oracle’s table is the lecture’s',
        measured: `${rows.length - wrong.length} of ${rows.length} pairs; ${wrong.map(({ pair, said }) => `${pair}: ${said}`).join('; ') || 'none differs'}`,
        holds: rows.length === 6 && wrong.length === 0,
      },
      {
        says: 'm2 and m4 keep no order: by m2, m3, m4 the one comes before the other, and p2 delivers them the other way round',
        measured: `FIFO ${m2m4?.fifo}, total ${m2m4?.total}, causal ${m2m4?.causal}`,
        holds: m2m4?.fifo === 'not constrained' && m2m4.total === 'violated' && m2m4.causal === 'violated',
      },
    ];
  },
};
