import { randomUUID } from 'node:crypto';
import { openProxy } from '@parley/faults';
import { connectRabbit, type Rabbit } from '@parley/middleware/rabbitmq';
import type { Finding, Show } from '@parley/roles';
import { ms, pause, table, until } from '@parley/staging';
import { openCastAtBroker } from '../../shown/cast-at-broker';
import { setUp } from '../setup';
import { queue, topology } from '../topology';

type Stand = Awaited<ReturnType<typeof openCastAtBroker>>;

const timed = async <T>(work: Promise<T>): Promise<{ value: T; took: number }> => {
  const began = performance.now();
  return { value: await work, took: performance.now() - began };
};

/** The primitives, by the deck's names. */
const primitivesOf = (rabbit: Rabbit) => {
  const publisher = rabbit.publisher({ deadlineMs: 1000 });
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
  const putting = (words: string) =>
    put(words).then(
      () => 'back',
      ({ message }: Error) => message,
    );
  const puts = [await timed(putting('first')), await timed(putting('second'))];
  say(
    `put first, put second: ${puts.map(({ value, took }) => `${value} after ${ms(took)}`).join(', ')}, and nobody is there to take them`,
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
      measured: `${puts.map(({ value }) => value).join(', ')} within 1 s; ${polled[0]} are there, which nobody has taken`,
      holds: puts.every(({ value }) => value === 'back') && polled[0] === 2,
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

/** Between two messages, and between two questions for one, in ms. */
const [everyMs, askMs] = [100, 10];
const few = Array.from({ length: 10 }, (_, n) => `p${n + 1}`);

/** The same ten messages, one after the other, fetched by asking again and again, and by being called. */
async function compared(stand: Stand, say: (line: string) => void): Promise<Finding[]> {
  const { hostname, port } = new URL(stand.url);
  const proxy = await openProxy({ carrier: 'tcp', target: { host: hostname, port: Number(port) } });
  const url = new URL(stand.url);
  url.port = String(proxy.port);
  const fetching = await connectRabbit({ url: url.href, name: 'fetching', topology });
  const { put } = primitivesOf(stand.rabbit);
  const { tryGet } = primitivesOf(fetching);
  const bytes = () => proxy.counters().upstream + proxy.counters().downstream;
  const feed = async (): Promise<void> => {
    for (const word of few) {
      await pause(everyMs);
      await put(word);
    }
  };
  const measured = async (taken: string[], work: () => Promise<void>) => {
    const before = bytes();
    await Promise.all([feed(), work()]);
    return { taken, bytes: bytes() - before };
  };
  try {
    let [questions, inVain] = [0, 0];
    const polled: string[] = [];
    const asked = await measured(polled, async () => {
      while (polled.length < few.length) {
        const word = await tryGet();
        questions += 1;
        if (word === undefined) inVain += 1;
        else polled.push(word);
        if (word === undefined) await pause(askMs);
      }
    });
    const called: string[] = [];
    const told = await measured(called, async () => {
      await fetching.consume({ queue, prefetch: 1 }, async ({ body }) => void called.push(body.toString())).ready;
      await until(() => called.length >= few.length);
    });
    for (const line of table(
      ['a message every 100 ms', 'taken', 'questions', 'in vain', 'bytes to and from the broker'],
      [
        [`polled every ${askMs} ms`, polled.length, questions, inVain, asked.bytes],
        ['notified', called.length, 0, 0, told.bytes],
      ],
    ))
      say(line);
    return [
      {
        says: 'polling asks in vain as well; a handler is called as often as there is something, and nobody asks',
        measured: `${inVain} of ${questions} questions found nothing; ${called.length} calls`,
        holds: inVain > 0 && polled.join() === few.join() && called.join() === few.join(),
      },
      {
        says: 'that is what notify saves: the same messages for less traffic',
        measured: `${asked.bytes} B by polling, ${told.bytes} B by notify`,
        holds: told.bytes < asked.bytes,
      },
    ];
  } finally {
    await fetching.close();
    await proxy.close();
  }
}

export const show: Show = {
  title: 'The primitives of a queue: put, get, poll, notify',
  rows: ['S23'],
  run: async (stage) => {
    const stand = await openCastAtBroker(stage, setUp);
    const other = await connectRabbit({ url: stand.url, name: 'other', topology });
    try {
      const first = await pulled(stand.rabbit, stage.say);
      const saved = await compared(stand, stage.say);
      return [...first, ...saved, ...(await notified(stand.rabbit, other, stage.say))];
    } finally {
      await other.close();
      await stand.close();
    }
  },
};
