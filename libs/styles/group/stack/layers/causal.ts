import type { Held, Layer, Out, Packet } from '../layer';

interface State {
  me: string;
  members: readonly string[];
  sent: number;
  /** How many messages of each member, in the view's order, went up. */
  clock: number[];
  /** By member, by its own number. */
  waiting: Map<number, Packet>[];
}

const vectorOf = (packet: Packet): readonly number[] => packet.h as readonly number[];

/** The members of whom something is missing before this packet of member `of` may go up. */
const lacking = (clock: readonly number[], vector: readonly number[], of: number): number[] => {
  const row: number[] = [];
  for (let at = 0; at < clock.length; at += 1) if (clock[at]! < vector[at]! - (at === of ? 1 : 0)) row.push(at);
  return row;
};

const heldOf = (state: State, packet: Packet, of: number): Held => {
  const vector = vectorOf(packet);
  const texts = lacking(state.clock, vector, of).flatMap((at) => {
    const last = vector[at]! - (at === of ? 1 : 0);
    return Array.from(
      { length: last - state.clock[at]! },
      (_, step) => `${state.clock[at]! + step + 1} from ${state.members[at]}`,
    );
  });
  return {
    message: packet.m!,
    by: 'causal',
    waitsFor: texts,
    reason: `waits for ${texts.join(', ')}`,
  };
};

const isReady = (clock: readonly number[], vector: readonly number[], of: number): boolean => {
  for (let at = 0; at < clock.length; at += 1) if (clock[at]! < vector[at]! - (at === of ? 1 : 0)) return false;
  return true;
};

const drain = (state: State, out: Out): void => {
  for (let at = 0; at < state.members.length; at += 1) {
    const waiting = state.waiting[at]!;
    const packet = waiting.size > 0 ? waiting.get(state.clock[at]! + 1) : undefined;
    if (!packet || !isReady(state.clock, vectorOf(packet), at)) continue;
    waiting.delete(state.clock[at]! + 1);
    state.clock[at]! += 1;
    out.up(packet.over!, state.members[at]!);
    at = -1;
  }
};

/**
 * Causal order by vector clocks: a message says how many of each member its sender had delivered, and waits until
 * this member has delivered as many (Birman, Schiper, Stephenson 1991).
 */
export const causal: Layer<State> = {
  name: 'causal',
  slot: 'order',
  gives: ['fifo', 'causal'],
  needs: ['integrity', 'validity'],
  start: (me, { members }) => ({
    me: me.member,
    members,
    sent: 0,
    clock: members.map(() => 0),
    waiting: members.map(() => new Map()),
  }),
  down: (state, packet, to, once, out) => {
    if (to || once) return out.down({ m: packet.m, h: null, over: packet }, to, once);
    state.sent += 1;
    const vector = [...state.clock];
    vector[state.members.indexOf(state.me)] = state.sent;
    out.down({ m: packet.m, h: vector, over: packet });
  },
  up: (state, packet, from, out) => {
    if (packet.h === null) return out.up(packet.over!, from);
    const of = state.members.indexOf(from);
    const vector = vectorOf(packet);
    if (of < 0 || vector.length !== state.members.length || vector[of]! <= state.clock[of]!) return;
    if (isReady(state.clock, vector, of)) {
      state.clock[of] = vector[of]!;
      out.up(packet.over!, from);
      drain(state, out);
      return;
    }
    state.waiting[of]!.set(vector[of]!, packet);
    if (packet.m && out.noting) out.held(heldOf(state, packet, of));
  },
  view: (state, { members }, out) => {
    for (const [at, waiting] of state.waiting.entries())
      for (const packet of waiting.values())
        if (packet.m) out.note('dropped', packet.m, `${heldOf(state, packet, at).waitsFor.join(', ')} is lost`);
    state.members = members;
    state.sent = 0;
    state.clock = members.map(() => 0);
    state.waiting = members.map(() => new Map());
  },
  held: (state) =>
    state.waiting.flatMap((waiting, at) =>
      [...waiting.values()].flatMap((packet) => (packet.m ? [heldOf(state, packet, at)] : [])),
    ),
};
