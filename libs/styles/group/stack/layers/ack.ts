import type { Header, Layer, Out, Packet } from '../layer';
import { enter, isDue, linksOf, loadOf, receivingOf, renew, sendingOf, trim, unacknowledged } from './links';
import type { Kind, Links } from './links';
import { see } from './streams';

interface State extends Links {
  every: number;
  gather: number;
  /** Streams with something to acknowledge, as `<kind>/<sender>`. */
  due: Set<string>;
  isWaiting: boolean;
}

const control = (h: Header): Packet => ({ m: null, h, over: null });

const wait = (state: State, out: Out): void => {
  if (state.isWaiting) return;
  state.isWaiting = true;
  out.timer('again', state.every);
};

const acknowledgeAll = (state: State, out: Out): void => {
  for (const key of state.due) {
    const kind = Number(key[0]) as Kind;
    const from = key.slice(2);
    const stream = state.from[kind]!.get(from);
    if (!stream) continue;
    out.down(control([kind, stream.run, stream.seen.upto, ...[...stream.seen.more].slice(0, 100)]), [from], true);
  }
  state.due.clear();
};

const take = (state: State, packet: Packet, from: string, out: Out): void => {
  const [kind, run, n] = packet.h as [Kind, number, number];
  const stream = receivingOf(state, kind, run, from);
  if (!stream) return;
  if (state.due.size === 0 && state.gather > 0) out.timer('acknowledge', state.gather);
  state.due.add(`${kind}/${from}`);
  const isNew = see(stream.seen, n);
  if (state.gather === 0) acknowledgeAll(state, out);
  if (isNew) out.up(packet.over!, from);
};

const acknowledged = (state: State, header: readonly Header[], from: string): void => {
  const [kind, run, upto, ...more] = header as [Kind, number, number, ...number[]];
  const stream = sendingOf(state, kind, run, from);
  const acked = stream?.acked.get(from);
  if (!stream || !acked) return;
  const before = acked.upto + acked.more.size;
  if (upto > acked.upto) {
    acked.upto = upto;
    for (const n of acked.more) if (n <= upto) acked.more.delete(n);
    while (acked.more.delete(acked.upto + 1)) acked.upto += 1;
  }
  for (const n of more) see(acked, n);
  if (acked.upto + acked.more.size > before) stream.rounds = 0;
  trim(stream);
};

/** What has gone unacknowledged since before the last turn, again to those that lack it. */
const again = (state: State, out: Out): void => {
  state.isWaiting = false;
  for (const { stream, lacking } of unacknowledged(state)) {
    stream.rounds += 1;
    if (isDue(stream.rounds))
      for (const member of lacking) {
        const { upto, more } = stream.acked.get(member)!;
        let sent = 0;
        for (const [n, packet] of stream.buffer)
          if (n > upto && n <= stream.old && !more.has(n) && (sent += 1) <= 100) out.down(packet, [member], true);
      }
    stream.old = stream.sent;
    wait(state, out);
  }
};

/**
 * Loss recovery by positive acknowledgement: each packet is kept and sent again until every receiver has said that it
 * has it. Packets go up as they come, each once.
 */
export const ack: Layer<State> = {
  name: 'ack',
  slot: 'loss',
  gives: ['integrity', 'validity'],
  needs: [],
  start: (me, view, settings) => ({
    ...linksOf(me.member, view),
    every: settings.retransmit,
    gather: settings.acknowledge,
    due: new Set(),
    isWaiting: false,
  }),
  down: (state, packet, to, once, out) => {
    if (once) return out.down({ m: packet.m, h: 0, over: packet }, to, true);
    if (!to) out.down(enter(state, packet));
    for (const member of to ?? [])
      out.down(member === state.me ? { m: packet.m, h: 0, over: packet } : enter(state, packet, member), [member]);
    if (state.all.buffer.size > 0 || to) wait(state, out);
  },
  up: (state, packet, from, out) => {
    if (packet.over === null) acknowledged(state, packet.h as Header[], from);
    else if (packet.h === 0 || from === state.me) out.up(packet.over, from);
    else take(state, packet, from, out);
  },
  timer: (state, name, out) => (name === 'acknowledge' ? acknowledgeAll(state, out) : again(state, out)),
  view: (state, view) => renew(state, view),
  load: loadOf,
};
