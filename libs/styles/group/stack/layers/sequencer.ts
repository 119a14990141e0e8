import type { Held, Layer, Out, Packet } from '../layer';
import { emptyRow, entryOf, type Row } from './streams';

interface State {
  me: string;
  members: readonly string[];
  /** Own messages on their way to the sequencer and back, by own number. */
  sent: number;
  pending: Map<number, Packet>;
  /** At the sequencer: the last number given, and what came to it before its turn. */
  given: number;
  rows: Map<string, Row<Packet>>;
  /** At every member: what was numbered, in its order. */
  ordered: Row<Packet>;
}

const heldOf = (by: string, packet: Packet, next: number, of: string): Held => ({
  message: packet.m!,
  by,
  waitsFor: [`${next} from ${of}`],
  reason: `waits for ${next} from ${of}`,
});

const number = (state: State, packet: Packet, from: string, out: Out): void => {
  state.given += 1;
  out.down({ m: packet.m, h: [state.given, from, (packet.h as [number])[0]], over: packet.over });
};

/** Where the sequencer takes its number from, so that a forgetful one can be made. */
export interface Variant {
  name: string;
  /** Whether the sequencer takes each sender's messages in the order of their sending. */
  keepsFifo: boolean;
}

/** The layer of a central sequencer: all messages go to the oldest member, which numbers them and sends them to all. */
export const centralWith = ({ name, keepsFifo }: Variant): Layer<State> => {
  const forward = (state: State, packet: Packet, out: Out): void => {
    state.sent += 1;
    state.pending.set(state.sent, packet);
    out.down({ m: packet.m, h: [state.sent], over: packet }, [state.members[0]!]);
  };
  const take = (state: State, packet: Packet, from: string, out: Out): void => {
    if (!keepsFifo) return number(state, packet, from, out);
    const row = entryOf(state.rows, from, emptyRow<Packet>);
    const [n] = packet.h as [number];
    if (n < row.next) return;
    row.early.set(n, packet);
    if (n > row.next && packet.m && out.noting) out.held(heldOf(name, packet, row.next, from));
    for (let ready = row.early.get(row.next); ready; ready = row.early.get(row.next)) {
      row.early.delete(row.next);
      row.next += 1;
      number(state, ready, from, out);
    }
  };
  const order = (state: State, packet: Packet, out: Out): void => {
    const [n] = packet.h as [number];
    const { ordered } = state;
    if (n < ordered.next) return;
    ordered.early.set(n, packet);
    if (n > ordered.next && packet.m && out.noting) out.held(heldOf(name, packet, ordered.next, 'the sequencer'));
    for (let ready = ordered.early.get(ordered.next); ready; ready = ordered.early.get(ordered.next)) {
      ordered.early.delete(ordered.next);
      ordered.next += 1;
      const [, from, own] = ready.h as [number, string, number];
      if (from === state.me) state.pending.delete(own);
      out.up(ready.over!, from);
    }
  };
  return {
    name,
    slot: 'order',
    gives: keepsFifo ? ['fifo', 'causal', 'total'] : ['total'],
    needs: ['integrity', 'validity'],
    start: (me, view) => ({
      me: me.member,
      members: view.members,
      sent: 0,
      pending: new Map(),
      given: 0,
      rows: new Map(),
      ordered: emptyRow(),
    }),
    down: (state, packet, to, once, out) => {
      if (to || once) return out.down({ m: packet.m, h: null, over: packet }, to, once);
      forward(state, packet, out);
    },
    up: (state, packet, from, out) => {
      if (packet.h === null) return out.up(packet.over!, from);
      if ((packet.h as number[]).length === 1) return take(state, packet, from, out);
      order(state, packet, out);
    },
    view: (state, view, out) => {
      // After a gap nobody that goes on has delivered anything: what was numbered there is numbered again.
      const again = [...state.pending.values()];
      state.members = view.members;
      state.sent = state.given = 0;
      state.ordered = emptyRow();
      state.pending.clear();
      state.rows.clear();
      for (const packet of again) forward(state, packet, out);
    },
    held: (state) =>
      [
        ...[...state.ordered.early.values()].map((packet) => ({
          packet,
          next: state.ordered.next,
          of: 'the sequencer',
        })),
        ...[...state.rows].flatMap(([of, row]) =>
          [...row.early.values()].map((packet) => ({ packet, next: row.next, of })),
        ),
      ].flatMap(({ packet, next, of }) => (packet.m ? [heldOf(name, packet, next, of)] : [])),
  };
};

/**
 * Total order by a central sequencer, which turns total order into the FIFO order of one sender (the deck's
 * `solução centralizada`). Two messages of one sender may be numbered the other way round: put `fifo` under it.
 */
export const sequencer = centralWith({ name: 'sequencer', keepsFifo: false });

/**
 * Total causal order: the sequencer takes each sender's messages in the order of sending. More is not needed: what a
 * sender had delivered before was numbered before.
 */
export const causalSequencer = centralWith({ name: 'causal-sequencer', keepsFifo: true });
