import type { Show } from '@parley/roles';
import { table } from '@parley/staging';
import { byCall, byGroup, count, deadlineMs, yes } from '@parley/styles/network/shown/uncoupled';
import { openCastAtBroker } from '../../shown/cast-at-broker';
import { setUp } from '../setup';

/** A message put into a queue: who is replaced, who comes when the other is gone, who stands still. */
async function byQueue({ start, cast }: Awaited<ReturnType<typeof openCastAtBroker>>) {
  const producer = await start('queue', 'producer', 'producer', deadlineMs);
  const early = await producer.send({ count });
  await producer.stop();
  const first = await start('queue', 'consumer', 'first-consumer');
  const arrived = (who: typeof first, sent: typeof early) =>
    cast.until(() => cast.got(who, sent).length === count).then(() => cast.got(who, sent).length);
  const late = await arrived(first, early);

  await first.stop();
  const second = await start('queue', 'consumer', 'second-consumer');
  const other = await start('queue', 'producer', 'another-producer', deadlineMs);
  const moved = await arrived(second, await other.send({ count }));

  second.freeze();
  const still = await other.send({ count });
  const returned = still.filter(({ ok }) => ok).length;
  const whileFrozen = cast.got(second, still).length;
  second.thaw();
  return { late, moved, returned, whileFrozen, after: await arrived(second, still) };
}

/** What a queue uncouples, each by a run, beside a call and a group. */
export const show: Show = {
  title: 'Uncoupled in space, in time, in synchronisation: a call, a group, a queue',
  rows: ['S43'],
  run: async (stage) => {
    const stand = await openCastAtBroker(stage, setUp);
    try {
      const call = await byCall(stand.cast);
      const group = await byGroup(stand.cast);
      const queue = await byQueue(stand);
      const groupInSpace = group.space.found === count && group.space.heard === count;
      const waits = (returned: number, whileFrozen: number) => returned < count || whileFrozen > 0;
      const groupWaits = waits(group.synchronisation.returned, group.synchronisation.whileFrozen);
      const queueWaits = waits(queue.returned, queue.whileFrozen);
      table(
        ['', 'space', 'time', 'synchronisation'],
        [
          ['a call over TCP', yes(call.found > 0), yes(call.late > 0), yes(call.frozen.ok)],
          ['a message to a group', yes(groupInSpace), yes(group.late > 0), yes(!groupWaits)],
          ['a message in a queue', yes(queue.moved === count), yes(queue.late === count), yes(!queueWaits)],
        ],
      ).forEach(stage.say);
      return [
        {
          says: 'Space: a new consumer gets what a new producer puts, and neither was told of the other; a group does that too, a call does not',
          measured: `${queue.moved} and ${group.space.heard} of ${count}; ${call.found} of 1`,
          holds: queue.moved === count && groupInSpace && call.found === 0,
        },
        {
          says: 'Time: what was put is delivered to a consumer that came when its producer was gone; a group and a call keep nothing',
          measured: `${queue.late}, ${group.late} of ${count}; ${call.late} of 1`,
          holds: queue.late === count && group.late === 0 && call.late === 0,
        },
        {
          says: 'Synchronisation: the producer goes on while the consumer stands still, which gets it when it goes on itself',
          measured: `${queue.returned} of ${count} returned with ${queue.whileFrozen} delivered; ${queue.after} in the end`,
          holds: !queueWaits && queue.after === count,
        },
        {
          says: `Synchronisation: who calls a server that stands still waits, here until his deadline of ${deadlineMs} ms`,
          measured: `${call.frozen.ok ? 'answered' : call.frozen.kind} after ${call.frozen.ms.toFixed(0)} ms`,
          holds: !call.frozen.ok,
        },
      ];
    } finally {
      await stand.close();
    }
  },
};
