/** Something that happened: to what (key), when (ms since 1970, by its own clock), and how much of it. */
export interface Happening {
  id: string;
  key: string;
  at: number;
  amount: number;
}

/**
 * How the time is cut. Tumbling: one window after the other. Hopping: a window of `sizeMs` begins every `everyMs`, so an
 * event is in several. Session: from the first event of a key to `gapMs` after its last.
 */
export type Cut =
  | { kind: 'tumbling'; sizeMs: number }
  | { kind: 'hopping'; sizeMs: number; everyMs: number }
  | { kind: 'session'; gapMs: number };

export interface Plan {
  cut: Cut;
  /** How much earlier than the newest event another may have happened and still be in time: so far behind is the watermark. */
  disorderMs: number;
  /** How long a window that has been told is kept for late events, each of which has it told again. Default 0. */
  latenessMs?: number;
}

/** One window of one key. `to` is not in it. */
export interface Pane {
  key: string;
  from: number;
  to: number;
  count: number;
  sum: number;
  /** 0 when it is told for the first time, then 1, 2 …: each counts instead of the one before. */
  revision: number;
}

interface Kept extends Pane {
  told: boolean;
}

/**
 * All that is known after some events of one partition: plain data, to be stored and read again. It is a function of the
 * events in their order, which the partition keeps: the same log gives the same windows, now or later.
 */
export interface Windows {
  plan: Plan;
  newest: number;
  kept: Kept[];
  /** Events that came when all of their windows were gone. */
  late: number;
}

/** What an event has brought about: the panes that are told now, and whether it was too late to count. */
export interface Told {
  windows: Windows;
  told: Pane[];
  tooLate: boolean;
}

/** No events yet. */
export const noWindows = (plan: Plan): Windows => ({ plan, newest: Number.MIN_SAFE_INTEGER, kept: [], late: 0 });

/** Nothing that happened before is expected any more. */
export const watermarkOf = ({ plan, newest }: Windows): number => newest - plan.disorderMs;

const starts = (at: number, sizeMs: number, everyMs: number): number[] => {
  const found: number[] = [];
  for (let from = Math.floor(at / everyMs) * everyMs; from > at - sizeMs; from -= everyMs) found.unshift(from);
  return found;
};

/** From when to when the windows go that an event of that time is in, were it alone. */
export const spansOf = (cut: Cut, at: number): { from: number; to: number }[] => {
  if (cut.kind === 'session') return [{ from: at, to: at + cut.gapMs }];
  const everyMs = cut.kind === 'tumbling' ? cut.sizeMs : cut.everyMs;
  return starts(at, cut.sizeMs, everyMs).map((from) => ({ from, to: from + cut.sizeMs }));
};

/** The windows of that key that a span falls into: the same one, or in a session those that it touches. */
const metBy = (kept: Kept[], cut: Cut, key: string, { from, to }: { from: number; to: number }): Kept[] =>
  kept.filter(
    (pane) =>
      pane.key === key &&
      (cut.kind === 'session' ? pane.from < to && from < pane.to : pane.from === from && pane.to === to),
  );

const withEvent = (met: Kept[], { key, amount }: Happening, span: { from: number; to: number }): Kept => ({
  key,
  from: Math.min(span.from, ...met.map(({ from }) => from)),
  to: Math.max(span.to, ...met.map(({ to }) => to)),
  count: met.reduce((sum, { count }) => sum + count, 1),
  sum: met.reduce((sum, pane) => sum + pane.sum, amount),
  revision: Math.max(0, ...met.map(({ revision, told }) => (told ? revision + 1 : revision))),
  told: false,
});

const shown = ({ told: _, ...pane }: Kept): Pane => pane;
const byTime = (a: Pane, b: Pane): number => a.to - b.to || a.from - b.from || (a.key < b.key ? -1 : 1);

/** What is over is told, and what will not be asked for again is forgotten. */
const moved = (windows: Windows, watermark: number): { windows: Windows; told: Pane[] } => {
  const { kept, plan } = windows;
  const over = kept.filter((pane) => !pane.told && pane.to <= watermark);
  const left = kept
    .filter((pane) => pane.to + (plan.latenessMs ?? 0) > watermark)
    .map((pane) => (pane.to <= watermark ? { ...pane, told: true } : pane));
  return { windows: { ...windows, kept: left }, told: over.map(shown).sort(byTime) };
};

/** Takes one event in. */
export const happened = (windows: Windows, event: Happening): Told => {
  const { plan } = windows;
  const before = watermarkOf(windows);
  const open = spansOf(plan.cut, event.at).filter(({ to }) => to + (plan.latenessMs ?? 0) > before);
  let { kept } = windows;
  for (const span of open) {
    const met = metBy(kept, plan.cut, event.key, span);
    kept = [...kept.filter((pane) => !met.includes(pane)), withEvent(met, event, span)];
  }
  const tooLate = open.length === 0;
  const next = {
    ...windows,
    kept,
    newest: Math.max(windows.newest, event.at),
    late: windows.late + (tooLate ? 1 : 0),
  };
  return { ...moved(next, watermarkOf(next)), tooLate };
};

/** No event comes any more: what is open is told. */
export const ended = (windows: Windows): Pane[] => moved(windows, Infinity).told;

/** All that is told of these events, the last revision of each window only, by time. */
export const retold = (plan: Plan, events: Iterable<Happening>): { panes: Pane[]; late: number } => {
  let windows = noWindows(plan);
  const told: Pane[] = [];
  for (const event of events) {
    const next = happened(windows, event);
    windows = next.windows;
    told.push(...next.told);
  }
  return { panes: lastOf([...told, ...ended(windows)]), late: windows.late };
};

/** Of each window what was told of it last. A session that another has swallowed is not among them. */
export const lastOf = (told: readonly Pane[]): Pane[] =>
  told
    .filter(
      (pane, index) =>
        !told.some(
          (other, at) =>
            at > index &&
            other.key === pane.key &&
            other.from <= pane.from &&
            other.to >= pane.to &&
            other.revision > pane.revision,
        ),
    )
    .sort(byTime);
