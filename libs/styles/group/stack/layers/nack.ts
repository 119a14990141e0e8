import type { Header, Layer, Out, Packet } from '../layer';
import { enter, isDue, linksOf, loadOf, receivingOf, renew, sendingOf, trim, unacknowledged } from './links';
import type { Kind, Links } from './links';
import { missing, see } from './streams';

interface State extends Links {
  every: number;
  isAsking: boolean;
  isTelling: boolean;
}

const control = (h: Header): Packet => ({ m: null, h, over: null });

const ask = (state: State, out: Out): void => {
  if (state.isAsking) return;
  state.isAsking = true;
  out.timer('ask', state.every);
};

const tell = (state: State, out: Out): void => {
  if (state.isTelling) return;
  state.isTelling = true;
  out.timer('tell', state.every);
};

const take = (state: State, packet: Packet, from: string, out: Out): void => {
  const [kind, run, n] = packet.h as [Kind, number, number];
  const stream = receivingOf(state, kind, run, from);
  if (!stream || !see(stream.seen, n)) return;
  stream.highest = Math.max(stream.highest, n);
  stream.rounds = 0;
  if (stream.seen.upto < stream.highest) ask(state, out);
  out.up(packet.over!, from);
};

/** The gaps that are known, asked for at their senders. */
const askAll = (state: State, out: Out): void => {
  state.isAsking = false;
  for (const [kind, streams] of state.from.entries())
    for (const [from, stream] of streams) {
      if (stream.seen.upto >= stream.highest) continue;
      stream.rounds += 1;
      if (isDue(stream.rounds))
        out.down(control(['lack', kind, stream.run, ...missing(stream.seen, stream.highest)]), [from], true);
      ask(state, out);
    }
};

/** How far the own streams go, so that the loss of the last packet is noticed, and what may be freed is known. */
const tellAll = (state: State, out: Out): void => {
  state.isTelling = false;
  for (const { stream, kind, lacking } of unacknowledged(state)) {
    stream.rounds += 1;
    if (isDue(stream.rounds)) out.down(control(['sent', kind, stream.run, stream.sent]), lacking, true);
    tell(state, out);
  }
};

const answer = (state: State, header: readonly Header[], from: string, out: Out): void => {
  const [word, kind, run, ...numbers] = header as [string, Kind, number, ...number[]];
  if (word === 'sent') {
    const stream = receivingOf(state, kind, run, from);
    if (!stream) return;
    stream.highest = Math.max(stream.highest, numbers[0]!);
    if (stream.seen.upto < stream.highest) {
      stream.rounds = 0;
      ask(state, out);
    }
    out.down(control(['have', kind, run, stream.seen.upto]), [from], true);
    return;
  }
  const stream = sendingOf(state, kind, run, from);
  if (!stream) return;
  stream.rounds = 0;
  if (word === 'lack')
    for (const n of numbers) {
      const packet = stream.buffer.get(n);
      if (packet) out.down(packet, [from], true);
    }
  else {
    const acked = stream.acked.get(from);
    if (!acked || acked.upto >= numbers[0]!) return;
    acked.upto = numbers[0]!;
    trim(stream);
  }
};

/**
 * Loss recovery by negative acknowledgement: packets are numbered, who sees a gap asks the sender for what it lacks.
 * Packets go up as they come, each once: order is for the layers above.
 */
export const nack: Layer<State> = {
  name: 'nack',
  slot: 'loss',
  gives: ['integrity', 'validity'],
  needs: [],
  start: (me, view, settings) => ({
    ...linksOf(me.member, view),
    every: settings.retransmit,
    isAsking: false,
    isTelling: false,
  }),
  down: (state, packet, to, once, out) => {
    if (once) return out.down({ m: packet.m, h: 0, over: packet }, to, true);
    if (!to) out.down(enter(state, packet));
    for (const member of to ?? [])
      out.down(member === state.me ? { m: packet.m, h: 0, over: packet } : enter(state, packet, member), [member]);
    if (state.all.buffer.size > 0 || to) tell(state, out);
  },
  up: (state, packet, from, out) => {
    if (packet.over === null) answer(state, packet.h as Header[], from, out);
    else if (packet.h === 0 || from === state.me) out.up(packet.over, from);
    else take(state, packet, from, out);
  },
  timer: (state, name, out) => (name === 'ask' ? askAll(state, out) : tellAll(state, out)),
  view: (state, view) => renew(state, view),
  load: loadOf,
};
