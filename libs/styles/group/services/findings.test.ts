import { spaceTimeToSvg } from '@parley/diagrams';
import { judgeRecords, type EvidenceRecord } from '@parley/evidence';
import { catalogue, settingOf } from './catalogue';
import { figureOf } from './drawn';
import { mailbox } from './mailbox';
import { outcomeOf, type Executed } from './outcome';
import { rough, runOf, search, tally } from './runs';
import { often, rows, seldom, stalenessOf, type Weather } from './staleness';

const isFull = process.env.PARLEY_FULL === '1';
const schedules = isFull ? 10_000 : 200;
jest.setTimeout(isFull ? 1_200_000 : 60_000);

test.each(catalogue.map((entry) => [entry.service.name, entry.needs.order, entry] as const))(
  '%s converges to a right state in %s order: every schedule, with loss, doubles, and in a third a replica that dies',
  (_, __, entry) => {
    const found = tally(settingOf(entry, entry.needs), schedules, rough);
    expect(found).toEqual({ schedules, right: schedules, diverged: 0, wrong: 0, undecided: 0 });
  },
);

const weaker = catalogue.flatMap((entry) =>
  entry.weaker.map((weak) => [entry.service.name, weak.order, entry, weak] as const),
);
const said = (entry: (typeof catalogue)[number], history: readonly EvidenceRecord[], process: string): string[] =>
  history
    .filter((one) => one.event === 'processed' && one.process === process)
    .map(({ note }) => entry.service.say((JSON.parse(note!) as Executed).operation));

test.each(weaker)('%s in %s order: a seed is found that breaks it, and made small', (_, __, entry, weak) => {
  const found = search(settingOf(entry, weak), weak.bad)!;
  expect(found.outcome.is).toBe(weak.bad);
  expect(found.requests[0]).toBeGreaterThan(found.requests[1]);
  expect(found.requests[1]).toBe(weak.order === 'causal' ? 3 : 2);
  // The stack kept its word: it is the order that is too weak.
  const kept = { FIFO: 'fifo', causal: 'causal', total: 'total' } as const;
  const verdicts = judgeRecords(found.history);
  for (const name of ['validity', 'agreement', kept[weak.order as keyof typeof kept]] as const)
    expect([name, verdicts[name].is]).not.toEqual([name, 'violated']);
  expect(runOf(settingOf(entry, weak), found.plan).history).toEqual(found.history);
  expect(runOf(settingOf(entry, entry.needs), found.plan).outcome.is).toBe('right');
  const svg = spaceTimeToSvg(figureOf(entry.service, weak.title, found.history));
  const orders = ['p1', 'p2', 'p3'].map((process) => said(entry, found.history, process));
  for (const operation of orders[0]!) expect(svg).toContain(operation);
  if (weak.bad === 'alike and wrong') expect(orders).toEqual(Array(3).fill(['update u0: name-1', 'add u0']));
  else expect(new Set(orders.map((order) => order.join())).size).toBe(2);
});

describe('the judge of outcomes', () => {
  const entry = catalogue.find(({ service }) => service === mailbox)!;
  const right = runOf(settingOf(entry, entry.needs), rough(1)).history;
  const seeing = (process: string, view: string): EvidenceRecord[] =>
    right.map((record) =>
      record.event === 'processed' && (process === '' || record.process === process)
        ? { ...record, note: JSON.stringify({ ...(JSON.parse(record.note!) as Executed), view }) }
        : record,
    );

  test('convicts a replica that shows something else, and all of them where they show the same wrong thing', () => {
    expect(outcomeOf(right, mailbox)).toMatchObject({ is: 'right' });
    expect(outcomeOf(seeing('p2', '["forged"]'), mailbox)).toMatchObject({ is: 'diverged' });
    expect(outcomeOf(seeing('', '["forged"]'), mailbox)).toMatchObject({ is: 'alike and wrong' });
  });

  test('convicts a replica that nothing came to', () => {
    const deaf = right.filter(({ event, process }) => event !== 'processed' || process !== 'p3');
    expect(outcomeOf(deaf, mailbox)).toMatchObject({ is: 'diverged' });
  });

  test('does not ask a dead replica', () => {
    const crash = { ...right.at(-1)!, process: 'p2', event: 'crash' as const, msg: { id: 'crash' } };
    expect(outcomeOf([...seeing('p2', '["forged"]'), crash], mailbox)).toMatchObject({ is: 'right' });
  });
});

describe('sensors', () => {
  const even: Weather = { everyMs: 1000, readings: 20, delay: [10, 10], loss: 0 };

  test('where every packet takes 10 ms, what is shown is 10 to 1,010 ms old', () => {
    const measured = stalenessOf([], even, 2);
    expect(measured).toMatchObject({ missing: 0, fellBack: 0, due: 2 * 3 * 2 * 20 });
    expect(measured.worstAge).toBeCloseTo(1010, 0);
    expect(measured.meanAge).toBeGreaterThan(490);
    expect(measured.meanAge).toBeLessThan(530);
  });

  test.each([
    ['a reading each 10 s', seldom, 0.01],
    ['readings that overtake one another', often, 0.05],
  ])('%s: no order makes what is shown younger', (_, weather, most) => {
    for (const { orders } of rows) {
      const [none, ...others] = orders.map(({ layers }) => stalenessOf(layers, weather, 2));
      for (const { meanAge } of others) expect(1 - meanAge / none!.meanAge).toBeLessThan(most);
    }
  });

  test('an older reading may come after a newer one; the next one mends it, and FIFO order drops it', () => {
    const [none, fifo] = [stalenessOf([], often, 2), stalenessOf(['fifo'], often, 2)];
    expect(none.fellBack).toBeGreaterThan(0);
    expect(none.worstBack).toBeLessThan(3 * often.everyMs);
    expect(fifo.fellBack).toBe(0);
    expect(fifo.missing).toBeGreaterThan(none.missing);
  });
});
