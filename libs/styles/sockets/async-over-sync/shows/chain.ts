import type { Finding, Show } from '@parley/roles';
import { medianMs, table } from '@parley/staging';
import { openChain, type Chain, type Hop } from '../../shown/chain';

const lengths = [1, 2, 4, 8, 16];
const longest = lengths.at(-1)!;
const delays: Hop[] = [
  { workMs: 5, linkMs: 0 },
  { workMs: 0, linkMs: 5 },
  { workMs: 10, linkMs: 0 },
  { workMs: 0, linkMs: 10 },
  { workMs: 10, linkMs: 10 },
];
/** Calls through each chain, one after the other: the middle one counts. */
const calls = 5;
const jobs = 8;
/** Timers may be early by a part of a millisecond. */
const early = 0.95;

const timed = async (act: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await act();
  return performance.now() - started;
};

const least = (length: number, { workMs, linkMs }: Hop): number => length * (workMs + 2 * linkMs);

/** What calls through a blocking chain of that length take, one after the other, nothing else under way: the middle one, and how many a second. */
async function through(length: number, hop: Hop): Promise<{ tookMs: number; perSecond: number }> {
  const chain = await openChain({ length, ...hop, way: 'blocking' });
  let number = 0;
  const started = performance.now();
  const tookMs = await medianMs(calls, () => chain.call((number += 1)));
  const perSecond = (1000 * calls) / (performance.now() - started);
  await chain.close();
  return { tookMs, perSecond };
}

/** The same jobs through one way of communicating: when the caller was free again, when the last job was done everywhere. */
async function byWay(way: Parameters<typeof openChain>[0]['way'], hop: Hop & { length: number }) {
  const chain = await openChain({ ...hop, way });
  const numbers = Array.from({ length: jobs }, (_, index) => index + 1);
  const callAll = async (one: Chain) => {
    if (way === 'pipelined') return Promise.all(numbers.map((number) => one.call(number)));
    for (const number of numbers) await one.call(number);
  };
  const started = performance.now();
  await callAll(chain);
  const free = performance.now() - started;
  await chain.done(jobs);
  const all = performance.now() - started;
  const came = chain.came();
  await chain.close();
  return { free, all, inOrder: came.join() === numbers.join() };
}

const ms = (value: number) => `${value.toFixed(0)} ms`;

async function lengthsOf(say: (line: string) => void): Promise<Finding[]> {
  const measured: { hop: Hop; took: number[]; perSecond: number }[] = [];
  for (const hop of delays) {
    const each = [];
    for (const length of lengths) each.push(await through(length, hop));
    measured.push({ hop, took: each.map(({ tookMs }) => tookMs), perSecond: each.at(-1)!.perSecond });
  }
  say(
    `A chain: each receiver calls the next and waits for it. One caller, ${calls} calls one after the other, the median:`,
  );
  const head = ['receiver', 'link', ...lengths.map((length) => `length ${length}`), `calls a second at ${longest}`];
  const rows = measured.map(({ hop, took, perSecond }) => [
    ms(hop.workMs),
    ms(hop.linkMs),
    ...took.map(ms),
    perSecond.toFixed(1),
  ]);
  for (const line of table(head, rows)) say(line);
  const isSum = measured.every(({ hop, took }) =>
    lengths.every((length, at) => took[at]! >= early * least(length, hop)),
  );
  const { hop, took } = measured.at(-1)!;
  const [one, all] = [took[0]!, took.at(-1)!];
  return [
    {
      says: 'a call takes as long as all receivers and all links together, whatever the length',
      measured: `least ${ms(least(longest, hop))} at ${longest}, measured ${ms(all)}`,
      holds: isSum,
    },
    {
      says: 'so it grows with the length, and what one caller gets done shrinks with it',
      measured: `${ms(one)} at 1, ${ms(all)} at ${longest}: ${(all / one).toFixed(1)} times`,
      holds: all > 6 * one,
    },
  ];
}

async function remedies(say: (line: string) => void): Promise<Finding[]> {
  const hop = { length: 8, workMs: 20, linkMs: 5 };
  const crowd = await openChain({ ...hop, way: 'blocking' });
  const alone = await timed(() => crowd.call(1));
  const four = await timed(() => Promise.all([2, 3, 4, 5].map((number) => crowd.call(number))));
  await crowd.close();
  const ways = ['blocking', 'overlapped', 'pipelined', 'queued'] as const;
  const blocking = await byWay('blocking', hop);
  const overlapped = await byWay('overlapped', hop);
  const pipelined = await byWay('pipelined', hop);
  const queued = await byWay('queued', hop);
  const results = { blocking, overlapped, pipelined, queued };
  const text = {
    blocking: 'each waits for the next',
    overlapped: 'overlap: call the next, work, then collect',
    pipelined: 'pipelining: the next job before the answer',
    queued: 'queue: handed over and forgotten',
  };
  say(`\n${jobs} jobs through ${hop.length} receivers of ${hop.workMs} ms, links of ${hop.linkMs} ms:`);
  const rows = ways.map((way) => {
    const { free, all } = results[way];
    return [text[way], ms(free), ms(all), `${((100 * all) / blocking.all).toFixed(0)} %`];
  });
  for (const line of table(['way', 'caller free after', 'all done after', 'of blocking'], rows)) say(line);
  const share = (one: typeof blocking) => `${ms(one.all)} against ${ms(blocking.all)}`;
  return [
    {
      says: 'more callers do not help: the first receiver is blocked as long as all behind it work',
      measured: `one call ${ms(alone)}, four at once ${ms(four)}`,
      holds: four >= early * 4 * least(hop.length, hop),
    },
    {
      says: 'overlap: the receivers work at the same time; the links remain',
      measured: share(overlapped),
      holds: overlapped.all < 0.75 * blocking.all && overlapped.all >= early * jobs * 2 * hop.length * hop.linkMs,
    },
    {
      says: 'pipelining: each receiver has a job in hand; only the first pays for the whole length',
      measured: share(pipelined),
      holds: pipelined.all < 0.6 * blocking.all && pipelined.inOrder,
    },
    {
      says: 'a queue: the caller waits for no receiver at all, and every job is done in its order',
      measured: `free after ${ms(queued.free)}, all done after ${ms(queued.all)}`,
      holds: queued.free < 0.25 * blocking.free && queued.free < queued.all && queued.inOrder,
    },
  ];
}

export const show: Show = {
  title: 'A chain of blocking calls, and what overlap, pipelining and a queue make of it',
  rows: ['S6'],
  run: async ({ say }) => [...(await lengthsOf(say)), ...(await remedies(say))],
};
