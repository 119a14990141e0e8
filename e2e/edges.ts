/** A span as `GET /api/orders/:id/journey` shows it. */
export interface Hop {
  spanId: string;
  parentSpanId?: string;
  links: string[];
  service: string;
  kind: string;
  style: string;
  channel: string;
}

/** An edge as it was seen: by a span that took something in, and the span in another process that sent it. */
export interface SeenEdge {
  from: string;
  to: string;
  style: string;
  channel: string;
  times: number;
}

const takesIn = new Set(['server', 'consumer']);

/** The edges of a journey, from its spans alone. What comes from a process that exports no spans comes from `client`. */
export function edgesOf(hops: Hop[]): SeenEdge[] {
  const byId = new Map(hops.map((hop) => [hop.spanId, hop]));
  const seen = new Map<string, SeenEdge>();
  for (const hop of hops.filter((each) => takesIn.has(each.kind))) {
    const sender = [hop.parentSpanId, ...hop.links]
      .map((id) => byId.get(id ?? ''))
      // A fan-out is one send to many channels, which its span names all.
      .find((each) => each?.channel.split(',').includes(hop.channel));
    const key = [sender?.service ?? 'client', hop.service, hop.style, hop.channel].join(' ');
    const edge = seen.get(key) ?? {
      from: sender?.service ?? 'client',
      to: hop.service,
      style: hop.style,
      channel: hop.channel,
      times: 0,
    };
    // A batch is one span with a link a message.
    edge.times += hop.style === 'kafka' ? hop.links.length : 1;
    seen.set(key, edge);
  }
  return [...seen.values()].sort((a, b) =>
    `${a.style}${a.channel}${a.to}`.localeCompare(`${b.style}${b.channel}${b.to}`),
  );
}

/** Without the count, as one line: to be compared with what the topology declares. */
export const named = ({ from, to, style, channel }: Omit<SeenEdge, 'times'>): string =>
  `${from} → ${to} by ${style} ${channel}`;
