import type { Span, SpanIndex } from './journey.domain';

export interface Bounds {
  traces: number;
  spansOfATrace: number;
  spans: number;
}
/** Some 200 MB when full. */
const usual: Bounds = { traces: 2_000, spansOfATrace: 10_000, spans: 200_000 };

export interface SpanStore extends SpanIndex {
  keep(spans: Span[]): void;
  size(): { traces: number; spans: number; dropped: number };
}

const add = <K, V>(index: Map<K, Set<V>>, key: K, value: V) => {
  const found = index.get(key);
  if (found) found.add(value);
  else index.set(key, new Set([value]));
};
const remove = <K, V>(index: Map<K, Set<V>>, key: K, value: V) => {
  const found = index.get(key);
  found?.delete(value);
  if (found?.size === 0) index.delete(key);
};

/**
 * The last traces, in memory: when one more would be too many, the one begun longest ago goes, whole. A span that comes
 * twice (the exporter sends a batch again after a timeout) is kept once.
 */
export function openSpans(bounds: Partial<Bounds> = {}): SpanStore {
  const most = { ...usual, ...bounds };
  const traces = new Map<string, Map<string, Span>>();
  const naming = new Map<string, Set<string>>();
  const linking = new Map<string, Set<string>>();
  let spans = 0;
  let dropped = 0;

  function forgetOldest(): void {
    const [traceId, kept] = traces.entries().next().value!;
    for (const span of kept.values()) {
      remove(naming, span.orderId, traceId);
      for (const link of span.links) remove(linking, link, traceId);
    }
    spans -= kept.size;
    traces.delete(traceId);
  }

  function keepOne(span: Span): void {
    let trace = traces.get(span.traceId);
    if (!trace) traces.set(span.traceId, (trace = new Map()));
    if (trace.has(span.spanId)) return;
    if (trace.size >= most.spansOfATrace) {
      dropped += 1;
      return;
    }
    trace.set(span.spanId, span);
    spans += 1;
    if (span.orderId) add(naming, span.orderId, span.traceId);
    for (const link of span.links) add(linking, link, span.traceId);
    while ((traces.size > most.traces || spans > most.spans) && traces.size > 1) forgetOldest();
  }

  return {
    keep: (some) => some.forEach(keepOne),
    trace: (traceId) => [...(traces.get(traceId)?.values() ?? [])],
    tracesNaming: (orderId) => naming.get(orderId) ?? [],
    tracesLinkingTo: (spanId) => linking.get(spanId) ?? [],
    size: () => ({ traces: traces.size, spans, dropped }),
  };
}
