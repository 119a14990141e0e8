import type { Show } from '@parley/roles';
import { openCast, table } from '@parley/staging';
import { byCall, byGroup, count, deadlineMs, yes } from '../../shown/uncoupled';

const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0);

/** What a group uncouples and what not, each by a run, beside a call. */
export const show: Show = {
  title: 'Uncoupled in space, in time, in synchronisation: a group, and a call to compare with',
  rows: ['S43'],
  run: async ({ say, out }) => {
    const cast = openCast(out);
    try {
      const call = await byCall(cast);
      const { before, late, space, synchronisation } = await byGroup(cast);
      const inSpace = space.found === count && space.heard === count;
      const inTime = late > 0;
      const inSynchronisation = synchronisation.returned === count && synchronisation.whileFrozen === 0;
      const callWaits = !call.frozen.ok && call.frozen.ms >= deadlineMs * 0.9;
      const head = ['', 'space', 'time', 'synchronisation'];
      table(head, [
        ['a call over TCP', yes(call.found > 0), yes(call.late > 0), yes(!callWaits)],
        ['a message to a group', yes(inSpace), yes(inTime), yes(inSynchronisation)],
      ]).forEach(say);
      say('\nWho wants all three needs somebody between them who keeps messages: parley style queue --show uncoupling');
      return [
        {
          says: 'Space: a new member gets what a sender sends that was told nothing, and hears a sender it was not told of',
          measured: `${space.found} and ${space.heard} of ${count}; the one before it got ${before}`,
          holds: inSpace && before === count,
        },
        {
          says: 'Space: a client that knows the server does not find the one that has come in its place',
          measured: `${call.works} answered before, ${call.found} after`,
          holds: call.works === 1 && call.found === 0,
        },
        {
          says: 'Time: a group keeps nothing for a member that comes later, a call nothing for a server',
          measured: `${late} of ${count}, ${call.late} of 1`,
          holds: sum([late, call.late]) === 0,
        },
        {
          says: 'Synchronisation: the sender goes on while the member stands still, which gets it when it goes on itself',
          measured: `${synchronisation.returned} of ${count} returned, the slowest after ${synchronisation.slowest.toFixed(1)} ms; ${synchronisation.whileFrozen} delivered by then, ${synchronisation.after} in the end`,
          holds: inSynchronisation && synchronisation.after === count,
        },
        {
          says: `Synchronisation: who calls a server that stands still waits, here until his deadline of ${deadlineMs} ms`,
          measured: `${call.frozen.ok ? 'answered' : call.frozen.kind} after ${call.frozen.ms.toFixed(0)} ms`,
          holds: callWaits,
        },
      ];
    } finally {
      await cast.close();
    }
  },
};
