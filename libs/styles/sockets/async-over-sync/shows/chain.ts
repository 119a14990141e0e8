import type { Finding, Show } from '@parley/roles';
import { table } from '@parley/staging';
import { openChain, type Chain, type Hop } from '../../shown/chain';

const lengths = [1, 2, 4, 8, 16];
const delays: Hop[] = [
  { workMs: 0, linkMs: 0 },
  { workMs: 10, linkMs: 0 },
  { workMs: 0, linkMs: 10 },
  { workMs: 50, linkMs: 0 },
  { workMs: 0, linkMs: 50 },
  { workMs: 50, linkMs: 50 },
];
const jobs = 8;
/** Timers may be early by a part of a millisecond. */
const early = 0.95;

const timed = async (act: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await act();
  return performance.now() - started;
};

const least = (length: number, { workMs, linkMs }: Hop): number => length * (workMs + 2 * linkMs);

/** How long one call takes through blocking chains of each length. */
async function byLength(hop: Hop): Promise<number[]> {
  const took: number[] = [];
  for (const length of lengths) {
    const chain = await openChain({ length, ...hop, way: 'blocking' });
    took.push(await timed(() => chain.call(1)));
    await chain.close();
  }
  return took;
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
  const took = await Promise.all(delays.map(byLength));
  say('One call through a chain, each receiver calling the next and waiting for it:');
  const head = ['receiver', 'link', ...lengths.map((length) => `length ${length}`), 'calls a second at 16'];
  const rows = delays.map(({ workMs, linkMs }, index) => [
    ms(workMs),
    ms(linkMs),
    ...took[index]!.map(ms),
    (1000 / took[index]!.at(-1)!).toFixed(1),
  ]);
  for (const line of table(head, rows)) say(line);
  const slow = delays.flatMap((hop, index) => (least(1, hop) > 0 ? [{ hop, took: took[index]! }] : []));
  const isSum = slow.every((one) => lengths.every((length, at) => one.took[at]! >= early * least(length, one.hop)));
  const [one, sixteen] = [slow.at(-1)!.took[0]!, slow.at(-1)!.took.at(-1)!];
  return [
    {
      says: 'a call takes as long as all receivers and all links together, whatever the length',
      measured: `least ${ms(least(16, delays.at(-1)!))} at 16, measured ${ms(sixteen)}`,
      holds: isSum,
    },
    {
      says: 'so it grows with the length, and what one caller gets done shrinks with it',
      measured: `${ms(one)} at 1, ${ms(sixteen)} at 16: ${(sixteen / one).toFixed(1)} times`,
      holds: sixteen > 6 * one,
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
  const results = Object.fromEntries(
    await Promise.all(ways.map(async (way) => [way, await byWay(way, hop)] as const)),
  ) as Record<(typeof ways)[number], Awaited<ReturnType<typeof byWay>>>;
  const { blocking, overlapped, pipelined, queued } = results;
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
