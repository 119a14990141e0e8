import { openProxy } from '@parley/faults';
import type { Show, Stage } from '@parley/roles';
import { openCast, table, type Cast } from '@parley/staging';
import { notedAt, share, takeAndSend, type Media, type Taken } from '../../isochronous/media';
import { subStreamAt } from '../parts';
import { openSender } from '../sender';

/** Three ways of one network: what each sub-stream's units need on theirs, in ms. */
const ways: (Media & { latency: number; jitter: number })[] = [
  { name: 'audio', everyMs: 20, bytes: 160, latency: 20, jitter: 10 },
  { name: 'video', everyMs: 40, bytes: 8000, latency: 180, jitter: 40 },
  { name: 'captions', everyMs: 200, bytes: 40, latency: 90, jitter: 20 },
];
const forMs = 4000;

/** How far sound may be from the lips before people notice, in ms (R. Steinmetz, IEEE JSAC 14(1), 1996). */
const lipsMs = 80;

/** A sink that plays the sub-streams so, and a source whose units come to it by those ways. */
async function perform(cast: Cast, how: string) {
  const [name] = how.split('/') as [string];
  const bind = ways.map((way) => `udp://127.0.0.1:0/${way.name}/${how}`);
  const sink = await cast.start('complex', 'sink', name, { bind });
  const proxies = await Promise.all(
    sink.addresses.map((address) => openProxy({ carrier: 'udp', target: subStreamAt(address).peer, seed: 36 })),
  );
  for (const [index, { latency, jitter }] of ways.entries())
    proxies[index]!.addToxic({ type: 'latency', stream: 'upstream', attributes: { latency, jitter } });
  const connect = proxies.map(({ port }, index) => `udp://127.0.0.1:${port}/${ways[index]!.name}/${how}`);
  const sender = await openSender({ bind: [], connect, name: 'source', deadlineMs: 1000, credentials: 'right' });
  try {
    const taken = await takeAndSend([sender], ways, forMs);
    await cast.quiet();
    return measure(cast, name, taken);
  } finally {
    await Promise.all([sender.close(), ...proxies.map((proxy) => proxy.close())]);
  }
}

interface Played extends Taken {
  delay: number;
}

/** How late each unit was played, and how far each unit of pictures and captions was from the sound of its time. */
function measure(cast: Cast, sink: string, taken: Taken[]) {
  const mine = cast.history().filter(({ process }) => process === sink);
  const noted = new Map(
    mine.flatMap((one) => (one.event === 'delivered' ? [[one.msg.id, notedAt(one)] as const] : [])),
  );
  const played = taken.flatMap((unit): Played[] => {
    const at = noted.get(unit.id);
    return at === undefined ? [] : [{ ...unit, delay: at - unit.at }];
  });
  const of = (name: string) => played.filter((unit) => unit.name === name);
  const sound = of('audio');
  const skews = (name: string) =>
    of(name).map(({ at, delay }) => {
      const nearest = sound.reduce(
        (best, one) => (Math.abs(one.at - at) < Math.abs(best.at - at) ? one : best),
        sound[0]!,
      );
      return Math.abs(delay - nearest.delay);
    });
  return ways.map(({ name }) => ({
    name,
    sent: taken.filter((unit) => unit.name === name).length,
    played: of(name).length,
    delay: share(
      of(name).map(({ delay }) => delay),
      0.5,
    ),
    skew: { middle: share(skews(name), 0.5), most: share(skews(name), 0.95) },
  }));
}
type Measured = ReturnType<typeof measure>;

const whole = (value: number) => `${value.toFixed(0)} ms`;

const print = ({ say }: Stage, title: string, measured: Measured): void => {
  say(`\n${title}`);
  const rows = measured.map(({ name, sent, played, delay, skew }) => [
    name,
    sent,
    played,
    whole(delay),
    whole(skew.middle),
    whole(skew.most),
  ]);
  for (const line of table(['', 'sent', 'played', 'delay', 'from the sound', 'at most (95 %)'], rows)) say(line);
};

async function demonstrate(stage: Stage) {
  const cast = openCast(stage.out);
  try {
    stage.say('Sound, pictures and captions, stamped by one clock, on three ways: 10 to 30, 140 to 220, 70 to 110 ms.');
    const alone = await perform(cast, 'alone/90-1000');
    print(stage, 'Each played by its own clock (a jitter buffer for each):', alone);
    const inStep = await perform(cast, 'in-step/260-1000');
    print(stage, 'All played by one clock (one jitter buffer, by the time stamps):', inStep);
    const [pictures, together] = [alone[1]!, inStep[1]!];
    return [
      {
        says: 'each on its own, pictures and sound drift apart by what their ways differ',
        measured: `${whole(pictures.skew.middle)} apart, 95 % at most ${whole(pictures.skew.most)}`,
        holds: pictures.skew.middle > lipsMs,
      },
      {
        says: `kept in step by their time stamps, pictures and captions stay within ${lipsMs} ms of the sound`,
        measured: inStep
          .slice(1)
          .map(({ name, skew }) => `${name} ${whole(skew.middle)}, 95 % at most ${whole(skew.most)}`)
          .join('; '),
        holds:
          inStep.slice(1).every(({ skew }) => skew.most < lipsMs) && together.skew.middle < pictures.skew.middle / 3,
      },
      {
        says: 'the price: the fastest waits for the slowest',
        measured: `the sound is played after ${whole(inStep[0]!.delay)} instead of ${whole(alone[0]!.delay)}`,
        holds: inStep[0]!.delay > alone[0]!.delay,
      },
      {
        says: 'nearly everything is played',
        measured: inStep.map(({ name, played, sent }) => `${name} ${played} of ${sent}`).join(', '),
        holds: inStep.every(({ played, sent }) => played >= sent * 0.9),
      },
    ];
  } finally {
    await cast.close();
  }
}

export const show: Show = {
  title: 'A complex stream of three sub-streams, kept in step',
  rows: ['S36'],
  run: demonstrate,
};
