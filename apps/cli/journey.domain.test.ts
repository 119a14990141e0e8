import { lines, type Hop } from './journey.domain';

const hop = (spanId: string, startMs: number, more: Partial<Hop> = {}): Hop => ({
  spanId, links: [], process: 'p-1', service: 'p', name: spanId, kind: 'internal', style: 'grpc', channel: 'c',
  startedAt: new Date(startMs).toISOString(), startNanos: `${startMs * 1e6}`, durationNanos: '2500000', ...more,
}); // prettier-ignore
const seen = (hops: Hop[], most = 3) =>
  lines(hops, most).map(({ number, depth, hop: { name }, more }) => [number, depth, name, more]);

test('children stand below their parent, offsets count from the first', () => {
  const hops = [hop('a', 10), hop('x', 11), hop('b', 12, { parentSpanId: 'a' }), hop('c', 13, { parentSpanId: 'b' })];
  expect(seen(hops)).toEqual([[1, 0, 'a', 0], [2, 1, 'b', 0], [3, 2, 'c', 0], [4, 0, 'x', 0]]); // prettier-ignore
  expect(lines(hops, 3).map((line) => [line.offsetMs, line.durationMs])).toEqual([[0, 2.5], [2, 2.5], [3, 2.5], [1, 2.5]]); // prettier-ignore
});

test('a hop whose parent was not seen stands at the margin', () => {
  expect(seen([hop('a', 1, { parentSpanId: 'lost' })])).toEqual([[1, 0, 'a', 0]]);
});

test('links name lines by number', () => {
  const hops = [hop('a', 1), hop('b', 2, { links: ['a'] })];
  expect(lines(hops, 3)[1]!.links).toEqual([1]);
});

test('many alike under one parent are counted, with the longest of them', () => {
  const jobs = Array.from({ length: 10 }, (_job, i) =>
    hop(`job-${i}`, 2 + i, { name: 'job', parentSpanId: 'a', durationNanos: `${i}000000` }),
  );
  const shown = lines([hop('a', 1), ...jobs], 3);
  expect(shown.map(({ number, more }) => [number, more])).toEqual([[1, 0], [2, 0], [3, 0], [4, 0], [0, 7]]); // prettier-ignore
  expect(shown.at(-1)!.durationMs).toBe(9);
  expect(lines([hop('a', 1), ...jobs], Infinity)).toHaveLength(11);
});
