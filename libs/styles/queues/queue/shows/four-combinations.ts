import type { Show, Stage } from '@parley/roles';
import { ms, pause, table } from '@parley/staging';
import { openCastAtBroker } from '../../shown/cast-at-broker';
import { setUp } from '../setup';
import { queue } from '../topology';

const count = 3;
const restMs = 1500;

interface Combination {
  sender: 'running' | 'passive';
  receiver: 'running' | 'passive';
  /** Of the messages that were put: how many had been delivered when the last put came back, and in the end. */
  early: number;
  waiting: number;
  delivered: number;
  restedMs: number;
}

/** Both sides run or do not while messages are between them: who does not run is no process at all. */
async function combine(
  { start, cast, rabbit }: Awaited<ReturnType<typeof openCastAtBroker>>,
  sender: Combination['sender'],
  receiver: Combination['receiver'],
): Promise<Combination> {
  const name = `${sender}-${receiver}`;
  const before =
    receiver === 'running' && sender === 'running' ? await start('queue', 'consumer', `${name}-to`) : undefined;
  const producer = await start('queue', 'producer', `${name}-from`);
  const sent = await producer.send({ count });
  const ids = new Set(sent.filter(({ ok }) => ok).map(({ id }) => id));
  const put = performance.now();
  const delivered = () =>
    new Set(
      cast
        .history()
        .flatMap(({ event, style, msg }) =>
          event === 'delivered' && style === 'queue' && ids.has(msg.id) ? [msg.id] : [],
        ),
    ).size;
  if (sender === 'passive') await producer.stop();
  const early = before ? 0 : delivered();
  // Nobody takes; where the sender is passive, too, nothing but the broker is left.
  if (!before) await pause(receiver === 'passive' ? restMs : 0);
  const waiting = before ? 0 : await rabbit.depth(queue);
  const restedMs = before ? 0 : performance.now() - put;
  const consumer = before ?? (await start('queue', 'consumer', `${name}-to`));
  await cast.until(() => delivered() === count);
  const result = { sender, receiver, early, waiting, delivered: delivered(), restedMs };
  await consumer.stop();
  await producer.kill();
  return result;
}

const demonstrate = async (stage: Stage) => {
  const stand = await openCastAtBroker(stage, setUp);
  try {
    const all: Combination[] = [];
    for (const sender of ['running', 'passive'] as const)
      for (const receiver of ['running', 'passive'] as const) all.push(await combine(stand, sender, receiver));
    const rows = all.map(({ sender, receiver, waiting, restedMs, delivered }) => [
      sender,
      receiver,
      `${waiting}`,
      waiting > 0 ? ms(restedMs) : '–',
      `${delivered} of ${count}`,
    ]);
    const head = ['sender', 'receiver', 'waiting in the queue', 'for at least', 'delivered in the end'];
    for (const line of table(head, rows)) stage.say(line);
    return all;
  } finally {
    await stand.close();
  }
};

/** Figure 4.15: a queue lets each side run or not, whatever the other does. */
export const show: Show = {
  title: 'Sender and receiver, running and passive: the four combinations',
  rows: ['S22'],
  run: async (stage) => {
    const all = await demonstrate(stage);
    const passive = all.filter(({ receiver }) => receiver === 'passive');
    return [
      {
        says: 'whichever of the two runs, what was put is delivered',
        measured: all.map(({ sender, receiver, delivered }) => `${sender}/${receiver} ${delivered}`).join(', '),
        holds: all.every(({ delivered }) => delivered === count),
      },
      {
        says: 'insertion is all that is guaranteed: a put came back with nothing delivered, and nobody there to take it',
        measured: passive.map(({ early, waiting }) => `${early} delivered, ${waiting} waiting`).join('; '),
        holds: passive.every(({ early, waiting }) => early === 0 && waiting === count),
      },
      {
        says: 'with both passive only the broker has them, for as long as it takes (no limit of time is set)',
        measured: ms(all.at(-1)!.restedMs),
        holds: all.at(-1)!.waiting === count && all.at(-1)!.restedMs >= restMs,
      },
    ];
  },
};
