import { inCausalOrder, type EvidenceRecord } from '@parley/evidence';
import type { Lifeline } from './figure';
import { clockOf } from './history';

/** What happens at a process of a group. `holds`: received, and kept back from the application. */
export type SpaceTimeKind = 'sends' | 'receives' | 'holds' | 'delivers' | 'drops' | 'installs' | 'crashes' | 'starts';

/** One row of the diagram. */
export interface SpaceTimeEvent {
  on: string;
  /** Milliseconds since the first event. */
  at: number;
  kind: SpaceTimeKind;
  label: string;
}

/**
 * A space–time diagram of a group: a line a process, time downwards, a row an event. Arrows and stretches refer to events
 * by index; an arrow never points upwards.
 */
export interface SpaceTime {
  title: string;
  /** What is to be seen, for those who can't see it. */
  text: string;
  lines: Lifeline[];
  events: SpaceTimeEvent[];
  /** From the submission to where the message comes in: its receipt, or its delivery where no receipt was noted. */
  arrows: { from: number; to: number; label: string }[];
  /** How long a message was kept back; without `to` it never was delivered. */
  held: { on: string; from: number; to?: number; label: string }[];
}

export interface SpaceTimeOptions {
  title: string;
  text: string;
  /** The processes to draw, in this order; by default all, as they appear. What happens at others is left out. */
  lines?: readonly string[];
  /** What to call a message; by default `sender.n` where the id says it, else the id. */
  label?: (id: string) => string;
}

/** `group/sender/incarnation/n` as `sender.n`; other ids as they are. */
export const shortId = (id: string): string => {
  const [, sender, n] = /^[^/]*\/([^/]+)\/[^/]*\/(\d+)$/.exec(id) ?? [];
  return sender === undefined ? id : `${sender}.${n}`;
};

const kinds: Partial<Record<EvidenceRecord['event'], SpaceTimeKind>> = {
  submitted: 'sends',
  received: 'receives',
  held: 'holds',
  delivered: 'delivers',
  dropped: 'drops',
  view: 'installs',
  crash: 'crashes',
};

const noted = (note = ''): Record<string, unknown> => {
  try {
    return Object(JSON.parse(note)) as Record<string, unknown>;
  } catch {
    return note === '' ? {} : { reason: note };
  }
};

const labelOf = ({ event, msg, note }: EvidenceRecord, label: (id: string) => string): string => {
  const { reason, id, members } = noted(note);
  if (event === 'crash') return 'crashes';
  if (event === 'view') return `view ${id}: ${Array.isArray(members) ? members.join(' ') : ''}`.trim();
  const why = typeof reason === 'string' && (event === 'held' || event === 'dropped') ? `: ${reason}` : '';
  return `${label(msg.id)}${why}`;
};

/**
 * What the records of one group tell, in an order that agrees with happened-before. Records of other processes than
 * those drawn, and of `harness`, are left out; so are repeated receipts of a message (a relay makes many). Pure.
 */
export const spaceTimeFigure = (history: readonly EvidenceRecord[], options: SpaceTimeOptions): SpaceTime => {
  const { title, text, label = shortId } = options;
  const told = history.filter(({ event, process }) => kinds[event] && process !== 'harness');
  const names = options.lines ?? [...new Set(told.map(({ process }) => process))];
  const records = inCausalOrder(told.filter(({ process }) => names.includes(process)));
  const at = clockOf(records);
  const figure: SpaceTime = {
    ...{ title, text, lines: names.map((id) => ({ id, label: id })) },
    ...{ events: [], arrows: [], held: [] },
  };
  const [sent, came, kept] = [
    new Map<string, number>(),
    new Set<string>(),
    new Map<string, SpaceTime['held'][number]>(),
  ];
  const ended = new Map<string, string | undefined>();
  for (const record of records) {
    const { event, process: on, inc, msg } = record;
    const there = `${on}\n${inc}\n${msg.id}`;
    if (event === 'received' && came.has(there)) continue;
    const add = (kind: SpaceTimeKind, what: string) =>
      figure.events.push({ on, at: at(record), kind, label: what }) - 1;
    if (ended.has(on) && event !== 'crash') {
      ended.delete(on);
      add('starts', 'starts again');
    }
    const row = add(kinds[event]!, labelOf(record, label));
    if (event === 'submitted' && !sent.has(msg.id)) sent.set(msg.id, row);
    if (event === 'crash') ended.set(on, inc);
    const from = sent.get(msg.id);
    if ((event === 'received' || event === 'delivered') && !came.has(there)) {
      came.add(there);
      if (from !== undefined && figure.events[from]!.on !== on)
        figure.arrows.push({ from, to: row, label: label(msg.id) });
    }
    if (event === 'held' && !kept.has(there)) {
      const stretch = { on, from: row, label: label(msg.id) };
      kept.set(there, stretch);
      figure.held.push(stretch);
    }
    const held = kept.get(there);
    if (event === 'delivered' && held) held.to ??= row;
  }
  return figure;
};
