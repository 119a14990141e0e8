import fc from 'fast-check';
import { mkdtempSync, rmSync, appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  about,
  corrupted,
  duplicates,
  falselyDenied,
  forged,
  reordered,
  returnedBefore,
  settledLate,
  silentLosses,
  tailHistory,
  undelivered,
  type EvidenceEvent,
  type EvidenceRecord,
} from './index';

const second = 1_000_000_000n;

const record = (event: EvidenceEvent, id: string, mono: bigint, process: string, note?: string): EvidenceRecord => ({
  run: 'r',
  process,
  inc: `${process}-1`,
  seq: 0,
  mono: String(mono),
  event,
  msg: { id, sender: 'sender-1' },
  style: 'fixture',
  hop: 'sender>receiver',
  channel: 'fixture',
  note,
});

/** A history without a fault: n messages, each delivered in turn, processed, and its call come back well, 1 s apart. */
const correct = (n: number): EvidenceRecord[] =>
  Array.from({ length: n }, (_, index) => {
    const [id, at] = [`sender-1-${index + 1}`, BigInt(index) * second];
    return [
      record('submitted', id, at, 'sender-1', `digest ${id}`),
      record('delivered', id, at + 1000n, 'receiver-1', JSON.stringify({ digest: `digest ${id}` })),
      record('processed', id, at + 2000n, 'receiver-1'),
      record('returned', id, at + 3000n, 'sender-1', 'ok'),
    ];
  }).flat();

const found = (history: EvidenceRecord[]) => ({
  undelivered: undelivered(history),
  silentLosses: silentLosses(history),
  falselyDenied: falselyDenied(history),
  duplicates: duplicates(history),
  forged: forged(history),
  corrupted: corrupted(history),
  reordered: reordered(history),
  late: settledLate(history, 500),
  beforeDelivered: returnedBefore(history, 'delivered'),
  beforeProcessed: returnedBefore(history, 'processed'),
});
const nothing = Object.fromEntries(Object.keys(found([])).map((oracle) => [oracle, []]));

/** A correct history, and the number of the message that a mutant is made of: never the last, so that it can be swapped. */
const mutable = fc.tuple(fc.integer({ min: 2, max: 25 }), fc.nat()).map(([n, seed]) => ({
  history: correct(n),
  id: `sender-1-${(seed % (n - 1)) + 1}`,
  next: `sender-1-${(seed % (n - 1)) + 2}`,
}));

type Change = (record: EvidenceRecord) => EvidenceRecord[];
const mutate = (history: EvidenceRecord[], event: EvidenceEvent, id: string, change: Change) =>
  history.flatMap((one) => (one.event === event && one.msg.id === id ? change(one) : [one]));

/** Whatever message it is made of: exactly these oracles speak, and of that message. */
const caught = (
  mutant: (given: { history: EvidenceRecord[]; id: string; next: string }) => EvidenceRecord[],
  by: string[],
) =>
  fc.assert(
    fc.property(mutable, (given) => {
      const spoke = Object.entries(found(mutant(given))).filter(([, items]) => items.length > 0);
      expect(spoke.map(([oracle]) => oracle).sort()).toEqual([...by].sort());
      for (const [oracle, items] of spoke) if (oracle !== 'forged') expect(items.flat()).toContain(given.id);
    }),
    { seed: 22 },
  );

const later =
  (ns: bigint): Change =>
  (one) => [{ ...one, mono: String(BigInt(one.mono) + ns) }];
const earlier = (ns: bigint): Change => later(-ns);
const saying =
  (note: string): Change =>
  (one) => [{ ...one, note }];
const gone: Change = () => [];

describe('the oracles', () => {
  it('convict no correct history', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 25 }), (n) => expect(found(correct(n))).toEqual(nothing)),
      { seed: 22 },
    );
  });

  it('a redelivery is a duplicate, and no reordering', () => {
    const history = correct(5);
    const again = { ...history.find(({ event }) => event === 'delivered')!, mono: String(second * 9n) };
    expect(found([...history, again])).toEqual({ ...nothing, duplicates: ['sender-1-1'] });
  });

  it('the same message at two processes is no duplicate', () => {
    const history = correct(3);
    const other = history
      .filter(({ event }) => event === 'delivered')
      .map((one) => ({ ...one, process: 'receiver-2' }));
    expect(duplicates([...history, ...other])).toEqual([]);
  });

  it('a call of a process that was killed need not come back', () => {
    const history = mutate(correct(3), 'returned', 'sender-1-2', gone);
    expect(settledLate(history, 500)).toEqual(['sender-1-2']);
    const crash = record('crash', '', 5n * second, 'sender-1');
    expect(settledLate(about([...history, crash], ['sender-1-2']), 500)).toEqual([]);
  });

  it('by key, what two keys do to each other is no reordering', () => {
    const history = mutate(
      mutate(correct(2), 'delivered', 'sender-1-1', later(10n * second)).map((one) => ({
        ...one,
        msg: { ...one.msg, key: one.msg.id },
      })),
      'delivered',
      'sender-1-2',
      (one) => [one],
    ).sort((a, b) => Number(BigInt(a.mono) - BigInt(b.mono)));
    expect(reordered(history)).toHaveLength(1);
    expect(reordered(history, 'key')).toEqual([]);
  });
});

describe('seeded mutants are all caught', () => {
  it('drop: lost, and the caller was told that all is well', () =>
    caught(
      ({ history, id }) => mutate(mutate(history, 'delivered', id, gone), 'processed', id, gone),
      ['undelivered', 'silentLosses', 'beforeDelivered', 'beforeProcessed'],
    ));
  it('drop, and told: lost only', () =>
    caught(
      ({ history, id }) =>
        mutate(
          mutate(mutate(history, 'delivered', id, gone), 'processed', id, gone),
          'returned',
          id,
          saying('retryable'),
        ),
      ['undelivered'],
    ));
  it('dup', () => caught(({ history, id }) => mutate(history, 'delivered', id, (one) => [one, one]), ['duplicates']));
  it('swap', () =>
    caught(
      ({ history, id, next }) => {
        const swapped = history.map((one) => {
          if (one.event !== 'delivered' || (one.msg.id !== id && one.msg.id !== next)) return one;
          const other = one.msg.id === id ? next : id;
          return { ...one, msg: { ...one.msg, id: other }, note: JSON.stringify({ digest: `digest ${other}` }) };
        });
        // The call of the first must not come back before its late delivery, or another oracle speaks too.
        return mutate(mutate(swapped, 'returned', id, later(2n * second)), 'processed', id, later(2n * second)).map(
          (one) => (one.event === 'returned' && one.msg.id === id ? { ...one, note: 'unknown' } : one),
        );
      },
      ['reordered', 'late'],
    ));
  it('forge', () =>
    caught(
      ({ history, id }) =>
        mutate(history, 'delivered', id, (one) => [one, { ...one, msg: { ...one.msg, id: 'nobody-sent-this' } }]),
      ['forged'],
    ));
  it('another content', () =>
    caught(({ history, id }) => mutate(history, 'delivered', id, saying('{"digest":"another"}')), ['corrupted']));
  it('a call that comes back late', () =>
    caught(({ history, id }) => mutate(history, 'returned', id, later(second)), ['late']));
  it('a call that never comes back', () =>
    caught(({ history, id }) => mutate(history, 'returned', id, gone), ['late']));
  it('a call that comes back before it is processed', () =>
    caught(({ history, id }) => mutate(history, 'returned', id, earlier(1500n)), ['beforeProcessed']));
  it('a call that comes back before it is delivered', () =>
    caught(
      ({ history, id }) => mutate(history, 'returned', id, earlier(2500n)),
      ['beforeDelivered', 'beforeProcessed'],
    ));
  it('told that nothing happened, though it did', () =>
    caught(({ history, id }) => mutate(history, 'returned', id, saying('retryable')), ['falselyDenied']));
});

describe('tail', () => {
  it('reads what is new, waits for the rest of half a line, and is by time over all files', () => {
    const dir = mkdtempSync(join(tmpdir(), 'parley-tail-'));
    try {
      const tail = tailHistory(dir);
      expect(tail.read()).toEqual([]);
      const [one, two, three] = [1n, 2n, 3n].map((at) => record('delivered', `m${at}`, at, 'p'));
      const line = `${JSON.stringify(one)}\n`;
      appendFileSync(join(dir, 'b.jsonl'), `${JSON.stringify(three)}\n`);
      appendFileSync(join(dir, 'a.jsonl'), line.slice(0, 20));
      expect(tail.read().map(({ msg }) => msg.id)).toEqual(['m3']);
      appendFileSync(join(dir, 'a.jsonl'), `${line.slice(20)}${JSON.stringify(two)}\n`);
      expect(tail.read().map(({ msg }) => msg.id)).toEqual(['m1', 'm2', 'm3']);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
