import type { Held, Layer, Packet } from '../layer';
import { entryOf, see, seenNone, type Seen } from './streams';

interface Pending {
  origin: string;
  packet: Packet;
  by: Set<string>;
}

interface State {
  me: string;
  members: readonly string[];
  sent: number;
  /** Handed up. */
  done: Map<string, Seen>;
  pending: Map<string, Pending>;
}

const heldOf = (state: State, { origin, packet, by }: Pending): Held => {
  const enough = Math.floor(state.members.length / 2) + 1;
  return {
    message: packet.m!,
    by: 'uniform',
    waitsFor: [`${enough - by.size} more of ${state.members.filter((member) => !by.has(member)).join(', ')}`],
    reason: `waits until ${enough} of ${state.members.length} have what ${origin} sent, ${by.size} do`,
  };
};

/**
 * Uniform agreement: a packet goes up when a majority has it; passing it on is the acknowledgement. So whatever one
 * member delivered, also one that died then, a correct one has, as long as a majority is correct.
 */
export const uniform: Layer<State> = {
  name: 'uniform',
  slot: 'agreement',
  gives: ['agreement', 'uniform-agreement'],
  needs: ['integrity', 'validity'],
  start: (me, view) => ({ me: me.member, members: view.members, sent: 0, done: new Map(), pending: new Map() }),
  down: (state, packet, to, once, out) => {
    const h = to || once ? null : [state.me, (state.sent += 1)];
    out.down({ m: packet.m, h, over: packet }, to, once);
  },
  up: (state, packet, from, out) => {
    if (packet.h === null) return out.up(packet.over!, from);
    const [origin, n] = packet.h as [string, number];
    const done = entryOf(state.done, origin, seenNone);
    if (n <= done.upto || done.more.has(n)) return;
    const key = `${origin}/${n}`;
    const isNew = !state.pending.has(key);
    const pending = entryOf(state.pending, key, () => ({
      origin,
      packet: packet.over!,
      by: new Set([origin, state.me]),
    }));
    pending.by.add(from);
    const others = state.members.filter((member) => member !== state.me);
    if (isNew && origin !== state.me && others.length > 0) out.down(packet, others);
    if (pending.by.size > state.members.length / 2) {
      state.pending.delete(key);
      see(done, n);
      out.up(pending.packet, origin);
    } else if (isNew && packet.m && out.noting) out.held(heldOf(state, pending));
  },
  view: (state, view, out) => {
    // The flush has given every member that goes on the same packets: more than a majority has them all.
    for (const { packet, origin } of [...state.pending.values()]) out.up(packet, origin);
    state.members = view.members;
    state.sent = 0;
    state.pending.clear();
    state.done.clear();
  },
  held: (state) => [...state.pending.values()].filter(({ packet }) => packet.m).map((entry) => heldOf(state, entry)),
};
