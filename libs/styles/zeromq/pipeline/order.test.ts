import { messagesOf, type Application } from '@parley/roles';
import { openReceiver } from './receiver';
import { openSender } from './sender';

jest.setTimeout(60_000);

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

// A job is handed out again after a quarter of this: not within a test.
const place = { name: 'a', connect: [], deadlineMs: 40_000, credentials: 'right' } as const;

const source = async () => {
  const bind = ['tcp://127.0.0.1:0', 'tcp://127.0.0.1:0'];
  const sender = await openSender({ ...place, bind, connect: [] });
  closing.push(sender.close);
  return sender;
};

/** A worker, and the numbers of the jobs in the order in which it was given them. */
const worker = async (connect: string[], name: string, work: (seq: number) => Promise<void>) => {
  const given: number[] = [];
  const application: Application = {
    notify: async ({ seq }) => {
      given.push(seq);
      await work(seq);
    },
    reserve: async (request) => request,
    refused: () => undefined,
  };
  const { close } = await openReceiver({ ...place, name, bind: [], connect }, application);
  closing.push(close);
  return given;
};

const ascending = (numbers: number[]) => [...numbers].sort((a, b) => a - b);

test('over two workers there is no order: results overtake; each worker gets its jobs in the order of the source', async () => {
  const sender = await source();
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const results: number[] = [];
  // Whoever has the first job keeps it until ten others are done; the other worker goes on.
  const work = async (seq: number) => (seq === 1 ? held : undefined);
  const workers = [await worker(sender.addresses, 'one', work), await worker(sender.addresses, 'other', work)];
  const jobs = messagesOf('source', { count: 40 }).map(async (job) => {
    await sender.notify!(job);
    if (results.push(job.seq) === 10) letGo();
  });
  await Promise.all(jobs);
  expect(results.indexOf(1)).toBeGreaterThanOrEqual(10);
  expect(ascending(workers.flat())).toEqual(ascending(results));
  for (const given of workers) {
    expect(given.length).toBeGreaterThan(0);
    expect(given).toEqual(ascending(given));
  }
});

test('with one worker the results come in the order of the source', async () => {
  const sender = await source();
  const results: number[] = [];
  // Later jobs would be quicker: were they done side by side, they would overtake.
  const given = await worker(
    sender.addresses,
    'only',
    (seq) => new Promise((resolve) => setTimeout(resolve, seq % 5 === 1 ? 20 : 0)),
  );
  const jobs = messagesOf('source', { count: 20 });
  await Promise.all(jobs.map((job) => sender.notify!(job).then(() => results.push(job.seq))));
  expect(given).toEqual(jobs.map(({ seq }) => seq));
  expect(results).toEqual(given);
});
