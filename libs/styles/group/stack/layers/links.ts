import type { Packet, View } from '../layer';
import { entryOf, seenNone, type Seen } from './streams';

/** A stream of packets to all (`run`: the view) or to one member (`run`: begun anew after it was given up). */
export interface Sending {
  run: number;
  sent: number;
  buffer: Map<number, Packet>;
  /** What each receiver is known to have; empty when nobody is to receive. */
  acked: Map<string, Seen>;
  /** Turns of the timer without news. */
  rounds: number;
  /** What was sent before the last turn of the timer. */
  old: number;
}

export interface Receiving {
  run: number;
  seen: Seen;
  highest: number;
  rounds: number;
}

/** 0: the stream to all, 1: the one to a single member. */
export type Kind = 0 | 1;

export interface Links {
  me: string;
  members: readonly string[];
  all: Sending;
  to: Map<string, Sending>;
  /** How many streams to a member were given up. */
  runs: Map<string, number>;
  from: Map<string, Receiving>[];
}

const sending = (run: number, receivers: readonly string[]): Sending => ({
  run,
  sent: 0,
  buffer: new Map(),
  acked: new Map(receivers.map((member) => [member, seenNone()])),
  rounds: 0,
  old: 0,
});

const receiving = (run: number): Receiving => ({ run, seen: seenNone(), highest: 0, rounds: 0 });

export const linksOf = (me: string, { id, members }: View): Links => ({
  me,
  members,
  all: sending(
    id,
    members.filter((member) => member !== me),
  ),
  to: new Map(),
  runs: new Map(),
  from: [new Map(), new Map()],
});

/** In a new view the streams to all begin anew: what they lacked the flush has brought. */
export const renew = (links: Links, { id, members }: View): void => {
  links.members = members;
  links.all = sending(
    id,
    members.filter((member) => member !== links.me),
  );
  links.from[0]!.clear();
};

const streamTo = (links: Links, member: string): Sending =>
  entryOf(links.to, member, () => sending(links.runs.get(member) ?? 0, [member]));

/** The stream that an answer of `from` speaks of, if it still runs. */
export const sendingOf = (links: Links, kind: Kind, run: number, from: string): Sending | undefined => {
  const stream = kind === 0 ? links.all : links.to.get(from);
  return stream?.run === run ? stream : undefined;
};

/** The stream that a packet of `from` belongs to; none if it is of another view or of a stream given up. */
export const receivingOf = (links: Links, kind: Kind, run: number, from: string): Receiving | undefined => {
  if (kind === 0 && (run !== links.all.run || !links.members.includes(from))) return undefined;
  const stream = entryOf(links.from[kind]!, from, () => receiving(run));
  if (stream.run >= run) return stream.run === run ? stream : undefined;
  const next = receiving(run);
  links.from[kind]!.set(from, next);
  return next;
};

/** The packet with its place in the stream to all, or to `member`; kept until it is acknowledged. */
export const enter = (links: Links, packet: Packet, member?: string): Packet => {
  const stream = member === undefined ? links.all : streamTo(links, member);
  stream.sent += 1;
  const entered: Packet = { m: packet.m, h: [member === undefined ? 0 : 1, stream.run, stream.sent], over: packet };
  if (stream.acked.size > 0) stream.buffer.set(stream.sent, entered);
  return entered;
};

/** Frees what all receivers have. */
export const trim = (stream: Sending): void => {
  let least = stream.sent;
  for (const { upto } of stream.acked.values()) least = Math.min(least, upto);
  for (const n of stream.buffer.keys()) {
    if (n > least) break;
    stream.buffer.delete(n);
  }
};

/** Every turn at first, then ever more rarely: who does not answer may be dead. */
export const isDue = (rounds: number): boolean => (rounds & (rounds - 1)) === 0 || rounds % 32 === 0;

const givenUp = 256;

/** The streams with something unacknowledged, each with the members that lack it; those to the long gone are closed. */
export const unacknowledged = (links: Links): { stream: Sending; kind: Kind; lacking: string[] }[] => {
  const row: { stream: Sending; kind: Kind; lacking: string[] }[] = [];
  const add = (stream: Sending, kind: Kind): void => {
    if (stream.buffer.size === 0) return;
    const lacking = [...stream.acked].flatMap(([member, { upto }]) => (upto < stream.sent ? [member] : []));
    row.push({ stream, kind, lacking });
  };
  add(links.all, 0);
  for (const [member, stream] of links.to) {
    if (stream.rounds <= givenUp || links.members.includes(member)) add(stream, 1);
    else {
      links.to.delete(member);
      links.runs.set(member, stream.run + 1);
    }
  }
  return row;
};

export const loadOf = (links: Links): number =>
  [...links.to.values()].reduce((sum, { buffer }) => sum + buffer.size, links.all.buffer.size);
