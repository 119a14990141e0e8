import { about, type EvidenceRecord } from '@parley/evidence';
import type { Experiment, Part, Trial, Verdict } from '@parley/conformance';
import type { Release, Style } from '@parley/taxonomy';

/** How long the receiving application takes, ms. */
const delaysMs = [0, 100, 250, 500];
const callsADelay = 3;
const deadlineMs = 3000;

/** One call after the other, the receiving application slower each time. */
const slowed: Experiment = (bench) =>
  bench.fresh({ deadlineMs }, async (session) => {
    const [sender, receiver] = await session.pair();
    await session.reached(sender);
    const parts: Part[] = [];
    for (const ms of delaysMs) {
      await receiver.tell({ do: 'behave', how: ms === 0 ? { is: 'prompt' } : { is: 'slow', ms } });
      const { ids, answer } = session.send(sender, { count: callsADelay, pipelined: false });
      const { outcomes } = await answer;
      // What is still in hand would make the next call wait for it.
      await session.untilAll('processed', ids, deadlineMs);
      parts.push(session.part(`${ms} ms`, ids, outcomes, { delayMs: ms }));
    }
    return parts;
  });

const middle = (numbers: number[]): number => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

const tookMs = (history: readonly EvidenceRecord[], id: string): number | undefined => {
  const at = (event: string) => history.find((record) => record.event === event && record.msg.id === id)?.mono;
  const [from, to] = [at('submitted'), at('returned')];
  return from === undefined || to === undefined ? undefined : Number(BigInt(to) - BigInt(from)) / 1e6;
};

/** For each delay of the receiver, the middle time that the sender's call took; ms. */
export const blockedBy = (parts: readonly Part[]): { delayMs: number; tookMs: number }[] =>
  parts.flatMap(({ history, ids, facts }) => {
    const mine = about(history, ids);
    const times = ids.flatMap((id) => tookMs(mine, id) ?? []);
    return times.length === 0 ? [] : [{ delayMs: Number(facts.delayMs), tookMs: middle(times) }];
  });

/** Of the least squares: how many ms the sender waits for each ms of the receiver's. */
export function slopeOf(points: readonly { delayMs: number; tookMs: number }[]): number {
  const mean = (of: (point: (typeof points)[number]) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean(({ delayMs }) => delayMs), mean((point) => point.tookMs)];
  const above = points.reduce((sum, point) => sum + (point.delayMs - x) * (point.tookMs - y), 0);
  const below = points.reduce((sum, point) => sum + (point.delayMs - x) ** 2, 0);
  return above / below;
}

/** Who is let go before the receiver has done its work does not feel how long that takes; who waits for it feels all. */
const waits = (release: Release): boolean => release === 'processed';

const judge = (style: Style, parts: readonly Part[]): Verdict => {
  const points = blockedBy(parts);
  if (points.length < delaysMs.length)
    return { answer: 'undecided', because: 'a call never came back', numbers: { points: points.length } };
  const slope = slopeOf(points);
  const numbers = { slope: Number(slope.toFixed(3)) };
  const seen = `each ms of the receiver costs the sender ${slope.toFixed(2)} ms`;
  // A request waits for its answer, whatever a notice would do.
  const expected = waits(style.release.is) || !style.carries.notify;
  const is = slope > 0.8 && slope < 1.2 ? true : Math.abs(slope) < 0.2 ? false : undefined;
  if (is === undefined) return { answer: 'undecided', because: `${seen}: neither all nor nothing of it`, numbers };
  return is === expected
    ? { answer: 'holds', because: seen, numbers }
    : { answer: 'violated', because: `released when ${style.release.is}, but ${seen}`, numbers };
};

/** How much of the receiver's time the sender pays for: 1 where it waits for the work, 0 where it does not. */
export const slope: Trial = {
  name: 'slope',
  decides: ['slope'],
  applies: () => true,
  experiments: [slowed],
  verdict: judge,
};
