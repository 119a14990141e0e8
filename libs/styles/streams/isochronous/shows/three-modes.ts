import { openProxy, type Toxic } from '@parley/faults';
import type { Show, Stage } from '@parley/roles';
import { openCast, table, type Actor, type Cast } from '@parley/staging';
import { notedAt, share, takeAndSend, type Media, type Taken } from '../media';
import { openSender } from '../sender';

const sound: Media = { name: 'sound', everyMs: 40, bytes: 320 };
const forMs = 6000;
const bounds = { least: 130, most: 200 };
/** What a busy machine may add between the decision that a unit is played and its note; of so many units it may add more. */
const slackMs = 50;
const witnessed = 0.97;

/** A network that varies by 120 ms, and now and then needs much longer. */
const network: Toxic[] = [
  { type: 'latency', name: 'jitter', stream: 'upstream', attributes: { latency: 70, jitter: 60 } },
  { type: 'latency', name: 'outliers', stream: 'upstream', toxicity: 0.08, attributes: { latency: 250 } },
];

const modes = ['asynchronous', `synchronous/${bounds.most}`, `isochronous/${bounds.least}-${bounds.most}`];

/** One mode's sink, and the source's way to it through a network of its own that does the same to each. */
async function openMode(cast: Cast, mode: string) {
  const sink = await cast.start('isochronous', 'sink', mode.split('/')[0]!, { bind: `udp://127.0.0.1:0/${mode}` });
  const port = Number(/:(\d+)\//.exec(sink.address)![1]);
  const proxy = await openProxy({ carrier: 'udp', target: { host: '127.0.0.1', port }, seed: 35 });
  for (const toxic of network) proxy.addToxic(toxic);
  const place = { bind: [], name: 'source', deadlineMs: 1000, credentials: 'right' } as const;
  const sender = await openSender({ ...place, bind: [], connect: [`udp://127.0.0.1:${proxy.port}/${mode}`] });
  return { mode, sink, proxy, sender };
}

/** What is to be measured of one mode: delays over the fastest unit's, and how far each gap is from the unit's own time. */
function measure(cast: Cast, sink: Actor, taken: Taken[]) {
  const at = new Map(taken.map((unit) => [unit.id, unit.at]));
  const mine = cast.history().filter(({ process }) => process === sink.name);
  const timesOf = (event: string) =>
    mine.flatMap((record) =>
      record.event === event && at.has(record.msg.id) ? [{ id: record.msg.id, at: notedAt(record) }] : [],
    );
  const [came, played] = [timesOf('received'), timesOf('delivered')];
  const fastest = Math.min(...came.map((unit) => unit.at - at.get(unit.id)!));
  const delays = played.map((unit) => unit.at - at.get(unit.id)! - fastest);
  const gaps = played.slice(1).flatMap((unit, index) => {
    const between = at.get(unit.id)! - at.get(played[index]!.id)!;
    return [Math.abs(unit.at - played[index]!.at - between)];
  });
  return {
    came: came.length,
    played: played.length,
    late: mine.filter(({ event, note }) => event === 'dropped' && note === 'late').length,
    tooLate: delays.filter((delay) => delay > bounds.most).length,
    inBounds: delays.filter((delay) => delay <= bounds.most + slackMs).length >= witnessed * delays.length,
    least: Math.min(...delays),
    most: Math.max(...delays),
    jitter: share(gaps, 0.9),
  };
}

const whole = (value: number) => `${value.toFixed(0)} ms`;

async function demonstrate({ say, out }: Stage) {
  const cast = openCast(out);
  const all = await Promise.all(modes.map((mode) => openMode(cast, mode)));
  try {
    const senders = all.map(({ sender }) => sender);
    const taken = await takeAndSend(senders, [sound], forMs);
    await cast.quiet();
    const results = all.map(({ sink }) => measure(cast, sink, taken));
    const rows = results.map((one, index) => [
      modes[index]!,
      taken.length,
      one.played,
      one.late,
      whole(one.least),
      whole(one.most),
      whole(one.jitter),
    ]);
    say(
      `A unit of sound every ${sound.everyMs} ms for ${forMs / 1000} s, over a network that varies by 120 ms and delays 8 % by 250 ms more.`,
    );
    say(
      'Delays are counted over the fastest unit’s. Jitter: how far a gap between two units is from the gap in which they',
    );
    say('were taken, for nine of ten gaps.\n');
    for (const line of table(['', 'sent', 'played', 'late', 'least delay', 'most', 'jitter'], rows)) say(line);
    const [free, bounded, even] = results as [(typeof results)[0], (typeof results)[0], (typeof results)[0]];
    return [
      {
        says: 'asynchronous: every unit is played when it comes, however late that is',
        measured: `${free.played} of ${free.came} that came; ${free.tooLate} of them later than ${bounds.most} ms`,
        holds: free.played === free.came && free.tooLate > 0,
      },
      {
        says: `synchronous: none later than ${bounds.most} ms; what comes later is counted and not played`,
        measured: `at most ${whole(bounded.most)}, ${bounded.late} late`,
        holds: bounded.inBounds && bounded.late > 0 && bounded.played + bounded.late === bounded.came,
      },
      {
        says: `isochronous: none later than ${bounds.most} ms, none earlier than ${bounds.least} ms`,
        measured: `${whole(even.least)} to ${whole(even.most)}, ${even.late} late`,
        holds:
          even.least >= bounds.least - 1 && even.inBounds && even.late > 0 && even.played + even.late === even.came,
      },
      {
        says: 'the jitter buffer gives back the gaps in which the units were taken',
        measured: `jitter ${whole(even.jitter)} instead of ${whole(free.jitter)} (asynchronous) and ${whole(bounded.jitter)} (synchronous)`,
        holds: even.jitter < free.jitter / 2 && even.jitter < bounded.jitter / 2,
      },
    ];
  } finally {
    await Promise.all(all.flatMap(({ proxy, sender }) => [sender.close(), proxy.close()]));
    await cast.close();
  }
}

export const show: Show = {
  title: 'The same stream sent asynchronously, synchronously, isochronously',
  rows: ['S35'],
  run: demonstrate,
};
