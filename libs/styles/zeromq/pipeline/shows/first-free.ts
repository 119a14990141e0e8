import { setTimeout as sleep } from 'node:timers/promises';
import { openPuller, openPusher, openVentilator, openWorker } from '@parley/middleware/zeromq';
import type { Finding, Show } from '@parley/roles';

const free = 'tcp://127.0.0.1:0';
const jobs = 100;
const fastMs = 10;
const slowMs = 20 * fastMs;
const delays = { fast: fastMs, slow: slowMs };
type Name = keyof typeof delays;
const deadline = { deadlineMs: 60_000 };

/** Plain PUSH and PULL, as the deck has them. */
async function dealt(): Promise<Record<Name, number>> {
  const source = await openPusher({ bind: [free] });
  const done = { fast: 0, slow: 0 };
  const work = (name: Name) => async () => {
    await sleep(delays[name]);
    done[name] += 1;
  };
  const workers = [];
  for (const name of ['fast', 'slow'] as const)
    workers.push(await openPuller({ connect: source.addresses, handle: work(name) }));
  await source.connected(2);
  for (let n = 0; n < jobs; n++) await source.push([`${n}`], deadline);
  while (done.fast + done.slow < jobs) await sleep(10);
  for (const { close } of workers) await close();
  await source.close();
  return done;
}

/** Workers that ask for work, one job in hand and one waiting. */
async function askedFor(): Promise<Record<Name, number>> {
  const ventilator = await openVentilator({
    bind: free,
    sinkBind: free,
    channel: 'jobs',
    resultChannel: 'results',
    resendAfterMs: deadline.deadlineMs,
    maxQueued: jobs,
  });
  const { jobs: connect, results: sink } = ventilator.addresses;
  const worker = (name: Name) =>
    openWorker({
      connect,
      sink,
      name,
      credit: 2,
      handle: async ({ body }) => (await sleep(delays[name]), { body, headers: {} }),
    });
  const workers = [await worker('fast'), await worker('slow')];
  while (ventilator.stats().workers.length < 2) await sleep(10);
  const body = Buffer.alloc(10);
  const answers = await Promise.all(
    Array.from({ length: jobs }, (_, n) => ventilator.run({ id: `${n}`, body, headers: {} }, deadline)),
  );
  const by = (name: Name) => answers.filter(({ worker: who }) => who === name).length;
  for (const { close } of workers) close();
  ventilator.close();
  return { fast: by('fast'), slow: by('slow') };
}

const text = ({ fast, slow }: Record<Name, number>) => `fast worker ${fast}, slow worker ${slow}`;

/** The deck says that whoever is free takes the next piece of work. */
export const show: Show = {
  title: 'Who gets the next piece of work: PUSH’s turns against workers that ask',
  rows: ['S20'],
  run: async ({ say }): Promise<Finding[]> => {
    say(`${jobs} jobs, two workers; one takes ${fastMs} ms for each, the other ${slowMs} ms.`);
    const push = await dealt();
    say(`PUSH and PULL: ${text(push)}.`);
    const credit = await askedFor();
    say(`ROUTER and DEALER, each worker asks: ${text(credit)}.`);
    return [
      {
        says: '“the first that is free takes the next” is not so with PUSH: it deals in turn, busy or not',
        measured: text(push),
        holds: push.slow === jobs / 2,
      },
      {
        says: 'it is so when the worker asks for work: the slow one gets few',
        measured: text(credit),
        holds: credit.fast + credit.slow === jobs && credit.slow > 0 && credit.slow < jobs / 4,
      },
    ];
  },
};
