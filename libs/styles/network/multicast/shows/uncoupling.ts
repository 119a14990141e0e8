import type { Show } from '@parley/roles';
import { openCast, table, type Cast } from '@parley/staging';

const group = 'udp://239.77.1.9';
const [count, deadlineMs] = [20, 1000];
const yes = (holds: boolean) => (holds ? 'uncoupled' : 'coupled');
const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0);

/** A message to a group: who is replaced, who comes late, who stands still. */
async function byGroup(cast: Cast) {
  const first = await cast.start('multicast', 'member', 'first', { bind: `${group}:0` });
  const bind = first.address;
  const sender = await cast.start('multicast', 'sender', 'sender', { connect: bind, deadlineMs });
  const early = await sender.send({ count });
  await cast.quiet();
  const before = cast.got(first, early).length;

  await cast.end([first]);
  const second = await cast.start('multicast', 'member', 'second', { bind });
  const moved = await sender.send({ count });
  const stranger = await cast.start('multicast', 'sender', 'another-sender', { connect: bind, deadlineMs });
  const heard = await stranger.send({ count });
  await cast.quiet();
  const space = { found: cast.got(second, moved).length, heard: cast.got(second, heard).length };

  second.freeze();
  const still = await sender.send({ count });
  const returned = still.filter(({ ok }) => ok);
  const slowest = Math.max(...still.map(({ ms }) => ms));
  const whileFrozen = cast.got(second, still).length;
  second.thaw();
  await cast.quiet();
  const after = cast.got(second, still).length;
  const late = cast.got(second, early).length;
  return { before, late, space, synchronisation: { returned: returned.length, slowest, whileFrozen, after } };
}

/** The same with a call over TCP, which has a reply to wait for. */
async function byCall(cast: Cast) {
  const bind = 'tcp://127.0.0.1:0';
  const first = await cast.start('tcp', 'server', 'first-server', { bind });
  const client = await cast.start('tcp', 'client', 'client', { connect: first.address, deadlineMs });
  const works = (await client.send({ op: 'reserve', count: 1 })).filter(({ ok }) => ok).length;
  first.freeze();
  const [frozen] = await client.send({ op: 'reserve', count: 1 });
  first.thaw();
  await cast.end([first]);
  const early = await client.send({ op: 'reserve', count: 1 });
  const second = await cast.start('tcp', 'server', 'second-server', { bind });
  const moved = await client.send({ op: 'reserve', count: 1 });
  await cast.quiet();
  return { works, frozen: frozen!, late: cast.got(second, early).length, found: cast.got(second, moved).length };
}

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
      say('\nWho wants all three needs somebody between them who keeps messages: a queue or a log.');
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
