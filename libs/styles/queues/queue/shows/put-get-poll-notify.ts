import { randomUUID } from 'node:crypto';
import { connectRabbit, type Rabbit } from '@parley/middleware/rabbitmq';
import type { Finding, Show } from '@parley/roles';
import { ms, pause, until } from '@parley/staging';
import { openCastAtBroker } from '../../shown/cast-at-broker';
import { setUp } from '../setup';
import { queue, topology } from '../topology';

const timed = async <T>(work: Promise<T>): Promise<{ value: T; took: number }> => {
  const began = performance.now();
  return { value: await work, took: performance.now() - began };
};

/** The primitives, by the deck's names. */
const primitivesOf = (rabbit: Rabbit) => {
  const publisher = rabbit.publisher();
  const text = (delivery?: { body: Buffer }) => delivery?.body.toString();
  return {
    put: (words: string) =>
      publisher.publish({
        exchange: '',
        routingKey: queue,
        messageId: randomUUID(),
        type: 'text',
        contentType: 'text/plain',
        body: Buffer.from(words),
      }),
    get: () => rabbit.get(queue).then(text),
    poll: () => rabbit.depth(queue),
    tryGet: () => rabbit.tryGet(queue).then(text),
  };
};

/** put, get, poll and the books' poll. */
async function pulled(rabbit: Rabbit, say: (line: string) => void): Promise<Finding[]> {
  const { put, get, poll, tryGet } = primitivesOf(rabbit);
  const puts = [await timed(put('first')), await timed(put('second'))];
  say(
    `put first, put second: back after ${puts.map(({ took }) => ms(took)).join(' and ')}, and nobody is there to take them`,
  );
  const polled = [await poll(), await poll()];
  say(`poll, poll: ${polled.join(' and ')} messages are there`);
  const got = await get();
  const left = await poll();
  say(`get: ${got}; ${left} is left`);
  const removed = [await tryGet(), await tryGet()];
  say(`the books’ poll, twice: ${removed.map((each) => each ?? 'nothing').join(', then ')}`);
  const getting = timed(get());
  await pause(300);
  await put('third');
  const blocked = await getting;
  say(`get on an empty queue: blocked for ${ms(blocked.took)}, until the put of ${blocked.value}`);
  return [
    {
      says: 'put never waits for a receiver: it comes back when the broker has the message',
      measured: puts.map(({ took }) => ms(took)).join(', '),
      holds: polled[0] === 2,
    },
    {
      says: 'poll tells whether messages are there, removes none and never blocks',
      measured: polled.join(' and '),
      holds: polled.every((each) => each === 2),
    },
    { says: 'get removes the first', measured: `${got}, ${left} left`, holds: got === 'first' && left === 1 },
    {
      says: 'get blocks until the queue is not empty',
      measured: ms(blocked.took),
      holds: blocked.value === 'third' && blocked.took >= 290,
    },
    {
      says: 'the poll of the books removes what it finds, and does not block where there is nothing',
      measured: removed.map((each) => each ?? 'nothing').join(', '),
      holds: removed[0] === 'second' && removed[1] === undefined,
    },
  ];
}

/** notify, by two applications that share the queue. */
async function notified(rabbit: Rabbit, other: Rabbit, say: (line: string) => void): Promise<Finding[]> {
  const { put } = primitivesOf(rabbit);
  const taken = { one: [] as string[], two: [] as string[] };
  for (const [name, who] of [
    ['one', rabbit],
    ['two', other],
  ] as const)
    await who.consume({ queue, prefetch: 1 }, async ({ body }) => void taken[name].push(body.toString())).ready;
  const words = Array.from({ length: 10 }, (_, n) => `m${n + 1}`);
  for (const word of words) await put(word);
  await until(() => taken.one.length + taken.two.length >= words.length);
  say(
    `notify, installed by two applications: one was called with ${taken.one.join(' ')}; two with ${taken.two.join(' ')}`,
  );
  return [
    {
      says: 'notify: a handler is called on arrival, nobody asks',
      measured: `${taken.one.length + taken.two.length} calls`,
      holds: [...taken.one, ...taken.two].sort().join() === [...words].sort().join(),
    },
    {
      says: 'a queue may be shared: each message is taken by one of them, and no more by the other',
      measured: `${taken.one.length} and ${taken.two.length}`,
      holds: taken.one.length > 0 && taken.two.length > 0,
    },
  ];
}

export const show: Show = {
  title: 'The primitives of a queue: put, get, poll, notify',
  rows: ['S23'],
  run: async (stage) => {
    const stand = await openCastAtBroker(stage, setUp);
    const other = await connectRabbit({ url: stand.url, name: 'other', topology });
    try {
      const first = await pulled(stand.rabbit, stage.say);
      return [...first, ...(await notified(stand.rabbit, other, stage.say))];
    } finally {
      await other.close();
      await stand.close();
    }
  },
};
