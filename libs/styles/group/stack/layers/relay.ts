import type { Layer } from '../layer';
import { entryOf, see, seenNone, type Seen } from './streams';

interface State {
  me: string;
  members: readonly string[];
  sent: number;
  seen: Map<string, Seen>;
}

/**
 * Agreement: who gets a packet for the first time passes it to all who may lack it, then up. So when the sender dies
 * in the middle of its sends, one correct member that has the message is enough (Hadzilacos & Toueg 1994, §3).
 */
export const relay: Layer<State> = {
  name: 'relay',
  slot: 'agreement',
  gives: ['agreement'],
  needs: ['integrity', 'validity'],
  start: (me, view) => ({ me: me.member, members: view.members, sent: 0, seen: new Map() }),
  down: (state, packet, to, once, out) => {
    const h = to || once ? null : [state.me, (state.sent += 1)];
    out.down({ m: packet.m, h, over: packet }, to, once);
  },
  up: (state, packet, from, out) => {
    if (packet.h === null) return out.up(packet.over!, from);
    const [origin, n] = packet.h as [string, number];
    if (!see(entryOf(state.seen, origin, seenNone), n)) return;
    const others = state.members.filter((member) => member !== state.me && member !== origin && member !== from);
    if (origin !== state.me && others.length > 0) out.down(packet, others);
    out.up(packet.over!, origin);
  },
  view: (state, view) => {
    state.members = view.members;
    state.sent = 0;
    state.seen.clear();
  },
};
