/** A process, a thread, an operating system: whatever things happen at. */
export interface Lifeline {
  id: string;
  label: string;
}

/** What a lifeline does for a while. `blocked`: it can do nothing else; `runs`: it works; `waits`: it could do other things. */
export type BarKind = 'blocked' | 'runs' | 'waits';

export interface Bar {
  on: string;
  from: number;
  to: number;
  kind: BarKind;
}

export type ArrowKind = 'call' | 'reply' | 'acknowledgement';

/** A message. Without `received` it was lost. */
export interface Arrow {
  from: string;
  to: string;
  sent: number;
  received?: number;
  label: string;
  kind: ArrowKind;
}

/** An event at one lifeline. */
export interface Mark {
  on: string;
  at: number;
  label: string;
}

/** A space–time diagram: who, what happened there and when, and what went between them. All times in milliseconds. */
export interface Figure {
  title: string;
  /** What is to be seen, for those who can't see it. */
  text: string;
  lifelines: Lifeline[];
  bars: Bar[];
  arrows: Arrow[];
  marks: Mark[];
}

/** One line of a drawn figure: one event, or only the end of a bar. */
export interface Row {
  at: number;
  event?: { is: 'mark'; mark: Mark } | { is: 'sent' | 'received' | 'lost'; arrow: Arrow };
}

export type RowEvent = NonNullable<Row['event']>;

/** A figure's events, each once, by time: what comes in before what happens, what happens before what goes out. */
export const rowsOf = ({ bars, arrows, marks }: Figure): Row[] => {
  const ends = ({ sent, received }: Arrow): { is: 'received' | 'lost'; at: number } =>
    received === undefined ? { is: 'lost', at: sent } : { is: 'received', at: received };
  const ranked: { at: number; rank: number; event?: RowEvent }[] = [
    ...marks.map((mark) => ({ at: mark.at, rank: 1, event: { is: 'mark', mark } as const })),
    ...arrows.map((arrow) => ({ at: arrow.sent, rank: 2, event: { is: 'sent', arrow } as const })),
    ...arrows.map((arrow) => {
      const { is, at } = ends(arrow);
      return { at, rank: at <= arrow.sent ? 3 : 0, event: { is, arrow } };
    }),
  ];
  const times = new Set(ranked.map(({ at }) => at));
  for (const at of new Set(bars.flatMap(({ from, to }) => [from, to])))
    if (!times.has(at)) ranked.push({ at, rank: 1 });
  return ranked
    .sort((a, b) => a.at - b.at || a.rank - b.rank)
    .map(({ at, event }) => ({ at, ...(event && { event }) }));
};

/** The first and the last row that a bar covers. */
export const spanOf = (rows: readonly Row[], { from, to }: Bar): [number, number] => [
  rows.findIndex(({ at }) => at >= from),
  rows.findLastIndex(({ at }) => at <= to),
];

/** Where a lifeline stands; throws where the figure has none of that id. */
export const indexOf = ({ lifelines }: Pick<Figure, 'lifelines'>, id: string): number => {
  const index = lifelines.findIndex((one) => one.id === id);
  if (index < 0) throw new RangeError(`the figure has no lifeline ${JSON.stringify(id)}`);
  return index;
};
