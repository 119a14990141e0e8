import type { Held, Layer, Message, Out, Packet } from '../layer';
import { emptyRow, entryOf, type Row } from './streams';

interface State {
  sent: number;
  sentTo: Map<string, number>;
  /** By sender; messages to one member alone have a row of their own. */
  rows: Map<string, Row<Packet>>;
  alone: Map<string, Row<Packet>>;
  /** Whether all is repaired below: only then is waiting for a gap any use. */
  waits: boolean;
}

const waitsFor = (from: string, next: number): string => `message ${next} of ${from} in this view`;

const heldOf = (from: string, row: Row<Packet>, message: Message): Held => ({
  message,
  by: 'fifo',
  waitsFor: [waitsFor(from, row.next)],
  reason: `waits for ${row.next} from ${from}`,
});

const take = (state: State, row: Row<Packet>, n: number, packet: Packet, from: string, out: Out): void => {
  if (n < row.next) {
    if (packet.m && out.noting) out.note('dropped', packet.m, `${n} of ${from} comes after ${row.next - 1}`);
    return;
  }
  if (n > row.next && state.waits) {
    row.early.set(n, packet);
    if (packet.m && out.noting) out.held(heldOf(from, row, packet.m));
    return;
  }
  row.next = n + 1;
  out.up(packet, from);
  for (let early = row.early.get(row.next); early; early = row.early.get(row.next)) {
    row.early.delete(row.next);
    row.next += 1;
    out.up(early, from);
  }
};

/**
 * FIFO order by each sender's own numbers. Over a bottom that repairs losses it waits for the missing one; over one
 * that does not, a message that comes after a later one is dropped.
 */
export const fifo: Layer<State> = {
  name: 'fifo',
  slot: 'order',
  gives: ['fifo'],
  needs: [],
  start: (_me, _view, _settings, under) => ({
    sent: 0,
    sentTo: new Map(),
    rows: new Map(),
    alone: new Map(),
    waits: under.has('validity'),
  }),
  down: (state, packet, to, once, out) => {
    if (once) return out.down({ m: packet.m, h: 0, over: packet }, to, true);
    if (!to) return out.down({ m: packet.m, h: (state.sent += 1), over: packet });
    for (const member of to) {
      const n = (state.sentTo.get(member) ?? 0) + 1;
      state.sentTo.set(member, n);
      out.down({ m: packet.m, h: -n, over: packet }, [member]);
    }
  },
  up: (state, packet, from, out) => {
    const n = packet.h as number;
    if (n === 0) return out.up(packet.over!, from);
    const row = entryOf(n > 0 ? state.rows : state.alone, from, emptyRow<Packet>);
    take(state, row, Math.abs(n), packet.over!, from, out);
  },
  view: (state, _view, out) => {
    for (const [from, row] of state.rows)
      for (const { m } of row.early.values()) if (m) out.note('dropped', m, `${waitsFor(from, row.next)} is lost`);
    state.sent = 0;
    for (const map of [state.sentTo, state.rows, state.alone]) map.clear();
  },
  held: (state) =>
    [...state.rows, ...state.alone].flatMap(([from, row]) =>
      [...row.early.values()].flatMap(({ m }) => (m ? [heldOf(from, row, m)] : [])),
    ),
};
