import type { Layer } from '../layer';

interface State {
  members: readonly string[];
}

/**
 * The simple way, and wrong (the deck's p1 sends to each member with ack and repetition): to each in turn, nobody
 * passes it on. It adds no guarantee: when the sender dies in the middle, some members have the message and some do not.
 */
export const naive: Layer<State> = {
  name: 'naive',
  slot: 'agreement',
  gives: [],
  needs: ['integrity', 'validity'],
  start: (_me, view) => ({ members: view.members }),
  down: (state, packet, to, once, out) => {
    for (const member of to ?? state.members) out.down({ m: packet.m, h: 0, over: packet }, [member], once);
  },
  up: (_state, packet, from, out) => out.up(packet.over!, from),
  view: (state, view) => {
    state.members = view.members;
  },
};
