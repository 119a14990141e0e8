export interface Hop {
  spanId: string;
  parentSpanId?: string;
  links: string[];
  process: string;
  service: string;
  name: string;
  kind: string;
  style: string;
  channel: string;
  startedAt: string;
  startNanos: string;
  durationNanos: string;
  error?: string;
}

export interface Line {
  /** From 1, as links name it; 0: a line that stands for several hops. */
  number: number;
  depth: number;
  offsetMs: number;
  durationMs: number;
  /** Numbers of the lines that led to it beside its parent. */
  links: number[];
  hop: Hop;
  /** How many hops the line stands for beside the one it shows. */
  more: number;
}

const ms = (nanos: bigint) => Number(nanos) / 1e6;

/**
 * Hops as lines, each below its parent; a hop without a parent that was seen stands at the margin. `most` siblings of one
 * name are shown, and one line says how many more there were, with the longest of them: an order of 600 lines is
 * priced in 600 jobs.
 */
export function lines(hops: Hop[], most: number): Line[] {
  const known = new Set(hops.map((hop) => hop.spanId));
  const children = new Map<string, Hop[]>();
  for (const hop of hops) {
    const parent = hop.parentSpanId && known.has(hop.parentSpanId) ? hop.parentSpanId : '';
    const family = children.get(parent);
    if (family) family.push(hop);
    else children.set(parent, [hop]);
  }
  const begun = hops.reduce(
    (least, hop) => (BigInt(hop.startNanos) < least ? BigInt(hop.startNanos) : least),
    BigInt(hops[0]?.startNanos ?? 0),
  );
  const found: Line[] = [];
  const add = (hop: Hop, depth: number, more = 0) =>
    found.push({
      number: 0,
      depth,
      offsetMs: ms(BigInt(hop.startNanos) - begun),
      durationMs: ms(BigInt(hop.durationNanos)),
      links: [],
      hop,
      more,
    });

  function below(parent: string, depth: number): void {
    const shown = new Map<string, number>();
    const hidden = new Map<string, Hop[]>();
    for (const hop of children.get(parent) ?? []) {
      const alike = `${hop.kind} ${hop.name}`;
      const before = shown.get(alike) ?? 0;
      if (parent && before >= most) {
        hidden.set(alike, [...(hidden.get(alike) ?? []), hop]);
        continue;
      }
      shown.set(alike, before + 1);
      add(hop, depth);
      below(hop.spanId, depth + 1);
    }
    for (const alike of hidden.values()) {
      const longest = alike.reduce((a, b) => (BigInt(a.durationNanos) >= BigInt(b.durationNanos) ? a : b));
      add(longest, depth, alike.length);
    }
  }
  below('', 0);
  const single = found.filter((line) => line.more === 0);
  single.forEach((line, index) => (line.number = index + 1));
  const numbers = new Map(single.map((line) => [line.hop.spanId, line.number]));
  for (const line of found) line.links = line.hop.links.flatMap((link) => numbers.get(link) ?? []);
  return found;
}
