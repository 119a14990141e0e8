import fc from 'fast-check';
import { accounting, type EvidenceEvent, type EvidenceRecord } from './index';

let clock = 0;
const record = (
  event: EvidenceEvent,
  id: string,
  process = 'orders-1',
  more: Partial<EvidenceRecord> = {},
): EvidenceRecord => ({
  run: 'r1',
  process,
  inc: '1',
  seq: (clock += 1),
  mono: String(clock),
  event,
  msg: { id, sender: 'orders-1' },
  style: 'rabbitmq',
  hop: 'orders>fulfilment',
  channel: 'payment',
  ...more,
});

/** A history with no fault: n messages through one queue, in order, the receiver behind by `lag` messages. */
const clean = (n: number, lag: number): EvidenceRecord[] => {
  const sent = Array.from({ length: n }, (_, i) => [record('submitted', `m${i}`), record('accepted', `m${i}`)]);
  const got = Array.from({ length: n }, (_, i) => [
    record('delivered', `m${i}`, 'payment-1'),
    record('processed', `m${i}`, 'payment-1'),
    record('settled', `m${i}`, 'payment-1'),
  ]);
  return Array.from({ length: n + lag }, (_, i) => [...(sent[i] ?? []), ...(got[i - lag] ?? [])]).flat();
};

const deliveries = (history: EvidenceRecord[]) =>
  history.flatMap((each, index) => (each.event === 'delivered' ? [index] : []));

const verdicts = (history: EvidenceRecord[]) => {
  const [account] = accounting(history);
  if (!account) throw new Error('no account');
  const { lost, duplicated, forged, reordered } = account;
  return { lost, duplicated, forged, reordered };
};
const faultless = { lost: [], duplicated: [], forged: [], reordered: [] };

const histories = fc
  .tuple(fc.integer({ min: 2, max: 30 }), fc.integer({ min: 0, max: 5 }))
  .map(([n, lag]) => clean(n, lag));
const mutated = fc.tuple(histories, fc.nat()).map(([history, seed]) => {
  const at = deliveries(history);
  return { history, at, pick: seed % at.length };
});

describe('accounting', () => {
  it('counts distinct ids by event', () => {
    const history = [...clean(3, 1), record('processed', 'm0', 'payment-1')];
    expect(accounting(history)[0]).toMatchObject({
      style: 'rabbitmq',
      channel: 'payment',
      counts: { submitted: 3, accepted: 3, delivered: 3, processed: 3, settled: 3 },
    });
  });

  it('convicts no correct history', () => {
    fc.assert(
      fc.property(histories, (history) => expect(verdicts(history)).toEqual(faultless)),
      { seed: 22 },
    );
  });

  it('keeps channels apart', () => {
    const other = clean(2, 0).map((each) => ({ ...each, style: 'kafka', channel: 'orders' }));
    expect(accounting([...clean(3, 0), ...other]).map(({ style, counts }) => [style, counts.delivered])).toEqual([
      ['rabbitmq', 3],
      ['kafka', 2],
    ]);
  });

  it('two subscribers that both get a message are no duplicate; two workers of one queue are', () => {
    const history = clean(1, 0);
    const again = (process: string, hop: string) => [...history, record('delivered', 'm0', process, { hop })];
    expect(verdicts(again('audit-1', 'orders>audit')).duplicated).toEqual([]);
    expect(verdicts(again('payment-2', 'orders>fulfilment')).duplicated).toEqual(['m0']);
  });

  it('what was never promised is not lost', () => {
    expect(verdicts([record('submitted', 'm0')])).toEqual(faultless);
  });

  it('a redelivery after a restart counts as a duplicate, not as a reordering', () => {
    const again = record('delivered', 'm0', 'payment-1', { inc: '2' });
    expect(verdicts([...clean(3, 0), again])).toEqual({ ...faultless, duplicated: ['m0'] });
  });
});

describe('seeded mutants are all caught', () => {
  it('drop', () => {
    fc.assert(
      fc.property(mutated, ({ history, at, pick }) => {
        const gone = history[at[pick] ?? 0];
        expect(verdicts(history.filter((each) => each !== gone)).lost).toEqual([gone?.msg.id]);
      }),
      { seed: 22 },
    );
  });

  it('dup', () => {
    fc.assert(
      fc.property(mutated, ({ history, at, pick }) => {
        const index = at[pick] ?? 0;
        const copy = history[index] as EvidenceRecord;
        const doubled = [...history.slice(0, index + 1), { ...copy, seq: copy.seq + 0.5 }, ...history.slice(index + 1)];
        expect(verdicts(doubled).duplicated).toEqual([copy.msg.id]);
      }),
      { seed: 22 },
    );
  });

  it('swap', () => {
    fc.assert(
      fc.property(mutated, ({ history, at, pick }) => {
        const [a = 0, b = 0] = pick + 1 < at.length ? [at[pick], at[pick + 1]] : [at[pick - 1], at[pick]];
        const swapped = [...history];
        const [first, second] = [history[a] as EvidenceRecord, history[b] as EvidenceRecord];
        swapped[a] = { ...first, msg: second.msg };
        swapped[b] = { ...second, msg: first.msg };
        expect(verdicts(swapped).reordered).toEqual([[first.msg.id, second.msg.id]]);
      }),
      { seed: 22 },
    );
  });

  it('forge', () => {
    fc.assert(
      fc.property(mutated, ({ history, at, pick }) => {
        const index = (at[pick] ?? 0) + 1;
        const forged = record('delivered', 'nobody-sent-this', 'payment-1');
        expect(verdicts([...history.slice(0, index), forged, ...history.slice(index)]).forged).toEqual([forged.msg.id]);
      }),
      { seed: 22 },
    );
  });
});
