export interface Span {
  traceId: string;
  spanId: string;
  /** '' for a root. */
  parentSpanId: string;
  /** Ids of spans that led to this one, in this trace or another. */
  links: string[];
  service: string;
  process: string;
  name: string;
  kind: string;
  style: string;
  channel: string;
  /** The order that the span itself names; '' where it names none. */
  orderId: string;
  /** Unix time, nanoseconds. */
  startNanos: bigint;
  durationNanos: bigint;
  /** '' where all went well. */
  error: string;
}

/** Where spans can be looked up. */
export interface SpanIndex {
  trace(traceId: string): Span[];
  tracesNaming(orderId: string): Iterable<string>;
  tracesLinkingTo(spanId: string): Iterable<string>;
}

export interface Journey {
  traceId: string;
  /** By start; where starts are equal (clocks tick in milliseconds), causes before effects. Links and parents are as they were seen, links only within the journey. */
  hops: Span[];
}

/** Whose a span is: the order it names, or else the one its nearest named ancestor names. */
function owners(spans: Map<string, Span>): (span: Span) => string {
  const known = new Map<string, string>();
  const ownerOf = (span: Span): string => {
    const seen = known.get(span.spanId);
    if (seen !== undefined) return seen;
    // Set first, so that a parent cycle in what others send us ends.
    known.set(span.spanId, span.orderId);
    const parent = span.orderId ? undefined : spans.get(span.parentSpanId);
    const owner = span.orderId || (parent ? ownerOf(parent) : '');
    known.set(span.spanId, owner);
    return owner;
  };
  return ownerOf;
}

/** What a linking span brings along: itself, what led to it in its own trace, and what it led to. */
function family(root: Span, spans: Map<string, Span>): Span[] {
  const found = new Set<Span>([root]);
  for (let up = spans.get(root.parentSpanId); up && !found.has(up); up = spans.get(up.parentSpanId)) found.add(up);
  const below = new Set([root.spanId]);
  for (let grown = true; grown;) {
    grown = false;
    for (const span of spans.values())
      if (below.has(span.parentSpanId) && !below.has(span.spanId)) {
        below.add(span.spanId);
        found.add(span);
        grown = true;
      }
  }
  return [...found];
}

const byId = (spans: Span[]) => new Map(spans.map((span) => [span.spanId, span]));

/**
 * The connected journey of one order: the traces that name it, less what they did for other orders, and wherever a
 * batch or a fan-in links to one of its spans, that span with its family. Undefined where nothing names the order.
 * Spans may have come in any order; a parent that never came leaves its children with an id that no hop has.
 */
export function journeyOf(orderId: string, index: SpanIndex): Journey | undefined {
  const chosen = new Map<string, Span>();
  const unfollowed: Span[] = [];
  const choose = (span: Span) => {
    if (chosen.has(span.spanId)) return;
    chosen.set(span.spanId, span);
    unfollowed.push(span);
  };
  const foreign = (ownerOf: (span: Span) => string) => (span: Span) => !['', orderId].includes(ownerOf(span));

  for (const traceId of index.tracesNaming(orderId)) {
    const spans = byId(index.trace(traceId));
    const isForeign = foreign(owners(spans));
    for (const span of spans.values()) if (!isForeign(span)) choose(span);
  }
  for (let from = unfollowed.pop(); from; from = unfollowed.pop()) {
    const { spanId } = from;
    for (const traceId of index.tracesLinkingTo(spanId)) {
      const spans = byId(index.trace(traceId));
      const isForeign = foreign(owners(spans));
      for (const span of spans.values())
        if (span.links.includes(spanId))
          for (const member of family(span, spans)) if (!isForeign(member)) choose(member);
    }
  }
  if (chosen.size === 0) return undefined;
  return inOrder(orderId, chosen);
}

/** How many causes, parents and links alike, stand before a span at the longest. */
function depths(chosen: Map<string, Span>): (span: Span) => number {
  const known = new Map<string, number>();
  const depthOf = (span: Span): number => {
    const seen = known.get(span.spanId);
    if (seen !== undefined) return seen;
    known.set(span.spanId, 0);
    const causes = [span.parentSpanId, ...span.links]
      .map((id) => chosen.get(id))
      .filter((cause) => cause !== undefined);
    const depth = Math.max(0, ...causes.map((cause) => depthOf(cause) + 1));
    known.set(span.spanId, depth);
    return depth;
  };
  return depthOf;
}

function inOrder(orderId: string, chosen: Map<string, Span>): Journey {
  const depthOf = depths(chosen);
  const hops = [...chosen.values()]
    .sort((a, b) => Number(a.startNanos - b.startNanos) || depthOf(a) - depthOf(b) || (a.spanId < b.spanId ? -1 : 1))
    .map((span) => ({ ...span, links: span.links.filter((link) => chosen.has(link)) }));
  const first = hops.find((span) => span.orderId === orderId) ?? hops[0]!;
  return { traceId: first.traceId, hops };
}
