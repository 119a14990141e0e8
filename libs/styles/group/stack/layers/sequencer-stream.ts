import type { Held, Layer, Out, Packet } from '../layer';

interface State {
  me: string;
  members: readonly string[];
  sent: number;
  gather: number;
  /** What came and is not delivered, by `<member's place>/<its number>`. */
  data: Map<string, Packet>;
  /** The order as far as it is known: place and number of the message of each rank. */
  order: Map<number, string>;
  next: number;
  /** At the sequencer: the last rank given, and the ranks not yet sent. */
  given: number;
  unsent: string[];
}

const senderOf = (state: State, key: string): string => state.members[Number(key.slice(0, key.indexOf('/')))]!;

const textOf = (state: State, key: string): string => `${key.slice(key.indexOf('/') + 1)} from ${senderOf(state, key)}`;

const heldOf = (state: State, key: string, packet: Packet): Held => {
  const first = state.order.get(state.next);
  const text = first && first !== key ? textOf(state, first) : 'its place in the order';
  return {
    message: packet.m!,
    by: 'sequencer-stream',
    waitsFor: [text],
    reason: first && first !== key ? `waits for ${text}` : `waits for its place in the order, from ${state.members[0]}`,
  };
};

const drain = (state: State, out: Out): void => {
  for (let key = state.order.get(state.next); key !== undefined; key = state.order.get(state.next)) {
    const packet = state.data.get(key);
    if (!packet) return;
    state.order.delete(state.next);
    state.data.delete(key);
    state.next += 1;
    out.up(packet.over!, senderOf(state, key));
  }
};

const stream = (state: State, out: Out): void => {
  const keys = state.unsent.splice(0);
  if (keys.length === 0) return;
  out.down({ m: null, h: ['order', state.given - keys.length + 1, ...keys], over: null });
};

const blank = (me: string, members: readonly string[], gather: number): State => ({
  me,
  members,
  sent: 0,
  gather,
  data: new Map(),
  order: new Map(),
  next: 1,
  given: 0,
  unsent: [],
});

/**
 * Total order by a sequencer that only streams the order: senders multicast to all themselves, the oldest member adds
 * which comes after which (the deck's `solução descentralizada`).
 */
export const sequencerStream: Layer<State> = {
  name: 'sequencer-stream',
  slot: 'order',
  gives: ['total'],
  needs: ['integrity', 'validity'],
  start: (me, { members }, settings) => blank(me.member, members, settings.acknowledge),
  down: (state, packet, to, once, out) => {
    if (to || once) return out.down({ m: packet.m, h: null, over: packet }, to, once);
    out.down({ m: packet.m, h: (state.sent += 1), over: packet });
  },
  up: (state, packet, from, out) => {
    if (packet.h === null) return out.up(packet.over!, from);
    if (typeof packet.h !== 'number') {
      const [, first, ...keys] = packet.h as [string, number, ...string[]];
      for (const [at, key] of keys.entries()) state.order.set(first + at, key);
      return drain(state, out);
    }
    const key = `${state.members.indexOf(from)}/${packet.h}`;
    state.data.set(key, packet);
    if (state.me === state.members[0]) {
      state.given += 1;
      state.unsent.push(key);
      if (state.gather === 0) stream(state, out);
      else if (state.unsent.length === 1) out.timer('stream', state.gather);
    }
    drain(state, out);
    if (packet.m && out.noting && state.data.has(key)) out.held(heldOf(state, key, packet));
  },
  timer: (state, _name, out) => stream(state, out),
  view: (state, { members }, out) => {
    // All that go on have the same packets: what has no place in the order yet gets one by sender and number.
    const rest = [...state.data].map(([key, packet]) => ({ key, packet, at: key.split('/').map(Number) }));
    rest.sort((a, b) => a.at[0]! - b.at[0]! || a.at[1]! - b.at[1]!);
    for (const { key, packet } of rest) out.up(packet.over!, senderOf(state, key));
    out.cancel('stream');
    Object.assign(state, blank(state.me, members, state.gather));
  },
  held: (state) => [...state.data].flatMap(([key, packet]) => (packet.m ? [heldOf(state, key, packet)] : [])),
};
