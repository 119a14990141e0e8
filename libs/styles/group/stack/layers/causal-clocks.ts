import type { Held, Layer, Me, Out, Packet, Settings, View } from '../layer';
import { emptyRow, type Row } from './streams';

interface State {
  me: string;
  members: readonly string[];
  /** The logical clock. */
  clock: number;
  /** Own packets, and the time that the last of them said. */
  sent: number;
  said: number;
  rows: Row<Packet>[];
  /** The latest time heard of each member, in its own order. */
  heard: number[];
  /** By time, then by member. */
  waiting: { time: number; of: number; packet: Packet }[];
  gather: number;
  isDue: boolean;
}

const blank = (me: string, { members }: View, gather: number): State => ({
  me,
  members,
  clock: 0,
  sent: 0,
  said: 0,
  rows: members.map(() => emptyRow()),
  heard: members.map(() => 0),
  waiting: [],
  gather,
  isDue: false,
});

type Entry = State['waiting'][number];

const isHeard = (state: State, { time, of }: Entry): boolean =>
  state.heard.every((heard, at) => heard > time || (heard === time && at >= of));

const heldOf = (state: State, entry: Entry): Held => {
  const silent = state.members.filter((_, at) => state.heard[at]! < entry.time);
  const first = state.waiting[0]!;
  const before = first === entry || !first.packet.m ? [] : [`${first.packet.m.n} from ${first.packet.m.sender}`];
  const waitsFor = [...before, ...silent.map((member) => `a time from ${entry.time} on from ${member}`)];
  return {
    message: entry.packet.m!,
    by: 'causal-clocks',
    waitsFor,
    reason: `has time ${entry.time}: waits for ${waitsFor.join(', ')}`,
  };
};

const stamp = (state: State, packet: Packet | null, out: Out): void => {
  state.clock += 1;
  state.sent += 1;
  state.said = state.clock;
  out.down({ m: packet?.m ?? null, h: [state.sent, state.clock], over: packet });
};

const insert = (state: State, entry: Entry, out: Out): void => {
  let at = state.waiting.length;
  const isAfter = (other: Entry): boolean =>
    other.time > entry.time || (other.time === entry.time && other.of > entry.of);
  while (at > 0 && isAfter(state.waiting[at - 1]!)) at -= 1;
  state.waiting.splice(at, 0, entry);
  if (entry.packet.m && out.noting && !isHeard(state, entry)) out.held(heldOf(state, entry));
};

const release = (state: State, out: Out): void => {
  while (state.waiting.length > 0 && isHeard(state, state.waiting[0]!)) {
    const { packet, of } = state.waiting.shift()!;
    out.up(packet.over!, state.members[of]!);
  }
};

/** Takes one packet in its sender's order; true if it asks for an acknowledgement. */
const hear = (state: State, packet: Packet, of: number, out: Out): boolean => {
  const [, time] = packet.h as [number, number];
  state.heard[of] = time;
  state.clock = Math.max(state.clock, time);
  if (!packet.over) return false;
  insert(state, { time, of, packet }, out);
  return state.members[of] !== state.me && state.said <= time;
};

const acknowledge = (state: State, out: Out): void => {
  if (state.gather === 0) return stamp(state, null, out);
  if (state.isDue) return;
  state.isDue = true;
  out.timer('acknowledge', state.gather);
};

/**
 * Causal order by logical clocks and ACKs: a message goes up when every member has been heard with a later time, in
 * the order of times (Lamport 1978, §4). What that gives is more than causal: the order is total.
 */
export const causalClocks: Layer<State> = {
  name: 'causal-clocks',
  slot: 'order',
  gives: ['fifo', 'causal', 'total'],
  needs: ['integrity', 'validity'],
  start: (me: Me, view: View, settings: Settings) => blank(me.member, view, settings.acknowledge),
  down: (state, packet, to, once, out) => {
    if (to || once) return out.down({ m: packet.m, h: null, over: packet }, to, once);
    stamp(state, packet, out);
  },
  up: (state, packet, from, out) => {
    if (packet.h === null) return out.up(packet.over!, from);
    const of = state.members.indexOf(from);
    if (of < 0) return;
    const [n] = packet.h as [number, number];
    const row = state.rows[of]!;
    if (n < row.next) return;
    row.early.set(n, packet);
    let isAsked = false;
    for (let ready = row.early.get(row.next); ready; ready = row.early.get(row.next)) {
      row.early.delete(row.next);
      row.next += 1;
      if (hear(state, ready, of, out)) isAsked = true;
    }
    if (isAsked) acknowledge(state, out);
    release(state, out);
  },
  timer: (state, _name, out) => {
    state.isDue = false;
    if (state.waiting.some(({ time, of }) => state.members[of] !== state.me && state.said <= time))
      stamp(state, null, out);
  },
  view: (state, view, out) => {
    // All that go on have the same packets now: the rest of the times cannot bring anything earlier.
    for (const { packet, of } of state.waiting.splice(0)) out.up(packet.over!, state.members[of]!);
    for (const row of state.rows)
      for (const { m } of row.early.values()) if (m) out.note('dropped', m, 'an earlier one of its sender is lost');
    out.cancel('acknowledge');
    Object.assign(state, blank(state.me, view, state.gather));
  },
  held: (state) => state.waiting.filter(({ packet }) => packet.m).map((entry) => heldOf(state, entry)),
};
