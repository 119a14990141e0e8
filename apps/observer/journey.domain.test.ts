import { journeyOf, type Span } from './journey.domain';
import { openSpans } from './spans.store';

const span = (spanId: string, more: Partial<Span> = {}): Span => ({
  traceId: 'T', spanId, parentSpanId: '', links: [], service: 's', process: 's-1', name: spanId, kind: 'internal',
  style: 'grpc', channel: 'c', orderId: '', startNanos: 0n, durationNanos: 1n, error: '', ...more,
}); // prettier-ignore

/** a (names order 1) → b → c, in one trace. */
const chain = [
  span('a', { startNanos: 10n, orderId: '1' }),
  span('b', { startNanos: 20n, parentSpanId: 'a' }),
  span('c', { startNanos: 30n, parentSpanId: 'b', style: 'rabbitmq' }),
];

function journey(orderId: string, spans: Span[]) {
  const store = openSpans();
  store.keep(spans);
  return journeyOf(orderId, store);
}
const names = (orderId: string, spans: Span[]) => journey(orderId, spans)?.hops.map((hop) => hop.spanId);

test('a trace that names the order is its journey, by start', () => {
  expect(journey('1', chain)).toEqual({ traceId: 'T', hops: chain });
  expect(journey('2', chain)).toBeUndefined();
});

test('the order in which spans arrive does not matter', () => {
  for (const spans of [
    [2, 1, 0],
    [1, 0, 2],
    [2, 0, 1],
  ])
    // prettier-ignore
    expect(names('1', spans.map((i) => chain[i]!))).toEqual(['a', 'b', 'c']);
});

test('with equal starts causes come before effects', () => {
  const same = [
    span('z', { orderId: '1' }),
    span('y', { parentSpanId: 'z' }),
    span('x', { traceId: 'B', links: ['y'] }),
  ];
  expect(names('1', same.reverse())).toEqual(['z', 'y', 'x']);
});

test('a name that stands deep in the trace finds the whole of it', () => {
  const deep = [span('root', { startNanos: 1n }), span('leaf', { startNanos: 2n, parentSpanId: 'root', orderId: '1' })];
  expect(names('1', deep)).toEqual(['root', 'leaf']);
});

test('a parent that never came leaves its child in the journey, with the id that was seen', () => {
  const orphan = span('b', { parentSpanId: 'lost', orderId: '1' });
  expect(journey('1', [orphan])!.hops).toEqual([orphan]);
});

describe('a batch that links', () => {
  const poll = span('poll', { traceId: 'B', startNanos: 40n });
  const batch = span('batch', { traceId: 'B', startNanos: 41n, parentSpanId: 'poll', links: ['c', 'elsewhere'] });
  const store = span('store', { traceId: 'B', startNanos: 42n, parentSpanId: 'batch' });
  const unrelated = span('unrelated', { traceId: 'B', startNanos: 43n, parentSpanId: 'poll' });

  test('joins with what led to it and what it led to; links to others are left out', () => {
    const found = journey('1', [unrelated, store, batch, poll, ...chain])!;
    expect(found.hops.map((hop) => hop.spanId)).toEqual(['a', 'b', 'c', 'poll', 'batch', 'store']);
    expect(found.hops.find((hop) => hop.spanId === 'batch')!.links).toEqual(['c']);
    expect(found.traceId).toBe('T');
  });

  test('is followed on, over several links', () => {
    const next = span('next', { traceId: 'C', startNanos: 50n, links: ['store'] });
    expect(names('1', [next, store, batch, poll, ...chain])).toEqual(['a', 'b', 'c', 'poll', 'batch', 'store', 'next']);
  });

  test('does not bring in the other orders that it links to', () => {
    const other = span('other', { traceId: 'O', orderId: '2' });
    const mixed = { ...batch, links: ['c', 'other'] };
    expect(names('1', [other, mixed, poll, ...chain])).toEqual(['a', 'b', 'c', 'poll', 'batch']);
  });
});

test('of a trace that serves several orders only the own and the common part', () => {
  const shared = [
    span('poll'),
    span('one', { parentSpanId: 'poll', orderId: '1', startNanos: 1n }),
    span('two', { parentSpanId: 'poll', orderId: '2', startNanos: 2n }),
    span('below two', { parentSpanId: 'two', startNanos: 3n }),
  ];
  expect(names('1', shared)).toEqual(['poll', 'one']);
  expect(names('2', shared)).toEqual(['poll', 'two', 'below two']);
});

test('spans that name each other as parent do not hang it', () => {
  const loop = [span('a', { parentSpanId: 'b', orderId: '1' }), span('b', { parentSpanId: 'a', links: ['a'] })];
  expect(names('1', loop)).toHaveLength(2);
});

describe('the store', () => {
  const traceOf = (n: number, spans = 1) =>
    Array.from({ length: spans }, (_one, i) =>
      span(`${n}-${i}`, { traceId: `t${n}`, orderId: `${n}`, links: [`far-${n}`] }),
    );

  test('keeps the last traces and forgets the oldest whole, with its index', () => {
    const store = openSpans({ traces: 2 });
    [1, 2, 3].forEach((n) => store.keep(traceOf(n, 2)));
    expect(store.size()).toEqual({ traces: 2, spans: 4, dropped: 0 });
    expect([...store.tracesNaming('1')]).toEqual([]);
    expect([...store.tracesLinkingTo('far-1')]).toEqual([]);
    expect([...store.tracesNaming('3')]).toEqual(['t3']);
  });

  test('is bounded by spans as well, in all and in one trace', () => {
    const store = openSpans({ spans: 10, spansOfATrace: 6 });
    store.keep([...traceOf(1, 5), ...traceOf(2, 9)]);
    expect(store.size()).toEqual({ traces: 1, spans: 6, dropped: 3 });
  });

  test('keeps a span that comes twice once', () => {
    const store = openSpans();
    store.keep(traceOf(1));
    store.keep(traceOf(1));
    expect(store.size().spans).toBe(1);
  });
});
