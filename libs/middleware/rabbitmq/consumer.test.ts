import timers from 'node:timers/promises';
import { connect } from 'amqplib';
import { Fatal } from '@parley/faults';
import { openTcpProxy } from '@parley/faults/testing';
import type { Delivery, Rabbit } from './index';
import {
  amqpUrl,
  connectTo,
  deleteQueue,
  freshTopology,
  manage,
  messageTo,
  removeTopology,
  runScript,
  until,
} from './testing';

jest.setTimeout(60_000);

describe('consumer', () => {
  let topology: ReturnType<typeof freshTopology>;
  let rabbit: Rabbit;

  beforeEach(async () => {
    topology = freshTopology();
    rabbit = await connectTo(topology);
  });
  afterEach(async () => {
    await rabbit.close();
    await removeTopology(topology);
  });

  const publish = (...bodies: string[]) => {
    const publisher = rabbit.publisher();
    return Promise.all(bodies.map((body) => publisher.publish(messageTo(topology, body))));
  };
  const unacknowledged = async (): Promise<number> => {
    const queue = (await manage('GET', `queues/%2F/${topology.queue}`)) as { messages_unacknowledged?: number };
    return queue?.messages_unacknowledged ?? 0;
  };

  test('a failing handler is tried again, and in vain ends in a dead letter with its reason; the others go on', async () => {
    const tries = new Map<string, number[]>();
    const headers = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, 'ce-source': 'test' };
    await rabbit.publisher().publish(messageTo(topology, 'poison', { headers }));
    await publish('1', '2', '3');
    rabbit.consume({ queue: topology.queue, prefetch: 10, attempts: 3, backoffMs: 5 }, async ({ body, attempt }) => {
      const text = body.toString();
      tries.set(text, [...(tries.get(text) ?? []), attempt]);
      if (text === 'poison') JSON.parse('{');
    });
    await until(async () => (await rabbit.depth(`${topology.queue}.dead`)) === 1);
    expect(Object.fromEntries(tries)).toEqual({ poison: [1, 2, 3], 1: [1], 2: [1], 3: [1] });
    const [letter] = await rabbit.deadLetters.show(topology.queue, 10);
    expect(letter).toMatchObject({ reason: 'attempts', attempts: 3, contentType: 'application/json' });
    expect(letter?.cause).toContain('JSON');
    expect(letter?.headers).toMatchObject(headers);
    expect(Date.parse(letter?.deadAt ?? '')).toBeGreaterThan(0);
  });

  test('Fatal is not tried again', async () => {
    let calls = 0;
    await publish('x');
    rabbit.consume({ queue: topology.queue, prefetch: 1 }, async () => {
      calls += 1;
      throw new Fatal('no such message type', { reason: 'undecodable' });
    });
    await until(async () => (await rabbit.depth(`${topology.queue}.dead`)) === 1);
    expect(calls).toBe(1);
    expect(await rabbit.deadLetters.show(topology.queue, 1)).toMatchObject([{ reason: 'undecodable', attempts: 1 }]);
  });

  test.each<[string, (delivery: Delivery) => Promise<void>]>([
    [
      'throws at once',
      () => {
        throw new TypeError('sync');
      },
    ],
    ['rejects', () => Promise.reject(new ReferenceError('async'))],
    ['rejects with nothing', () => Promise.reject()],
    ['never returns', () => new Promise(() => undefined)],
  ])('a handler that %s is contained: the next message is processed', async (_, misbehave) => {
    const done: string[] = [];
    await publish('bad', 'good');
    const options = { queue: topology.queue, prefetch: 1, attempts: 2, backoffMs: 1, timeoutMs: 100 };
    rabbit.consume(options, (delivery) => {
      if (delivery.body.toString() === 'bad') return misbehave(delivery);
      done.push(delivery.body.toString());
      return Promise.resolve();
    });
    await until(() => done.length === 1);
    await until(async () => (await rabbit.depth(`${topology.queue}.dead`)) === 1);
  });

  test('a handler has 30 s unless told otherwise', async () => {
    const done: string[] = [];
    const said: unknown[] = [];
    const pause = timers.setTimeout;
    const shortened = jest
      .spyOn(timers, 'setTimeout')
      .mockImplementation((ms, value, options) => pause(ms === 30_000 ? 50 : ms, value, options) as never);
    const listening = await connectTo(topology, { log: (_, detail) => said.push(detail?.error) });
    await publish('hangs', 'good');
    listening.consume({ queue: topology.queue, prefetch: 1, attempts: 1 }, async ({ body }) => {
      if (body.toString() === 'hangs') await new Promise(() => undefined);
      done.push(body.toString());
    });
    await until(() => done.length === 1);
    shortened.mockRestore();
    expect(said).toContainEqual(expect.stringContaining('30000 ms'));
    await listening.close();
  });

  test('nothing beyond the prefetch before an acknowledgement', async () => {
    const release: (() => void)[] = [];
    await publish(...'abcdefghij');
    rabbit.consume({ queue: topology.queue, prefetch: 3 }, () => new Promise((resolve) => release.push(resolve)));
    await until(() => release.length === 3);
    expect(await rabbit.depth(topology.queue)).toBe(7);
    release[0]?.();
    await until(() => release.length === 4);
    expect(await rabbit.depth(topology.queue)).toBe(6);
    for (let freed = 1; freed < 10; freed += 1) {
      await until(() => release.length > freed);
      release[freed]?.();
    }
    await until(async () => (await unacknowledged()) === 0);
  });

  test('one at a time: in the order of the queue, one after the other, though more are at hand', async () => {
    await publish(...'abcdefgh');
    const seen: string[] = [];
    let running = 0;
    let most = 0;
    rabbit.consume({ queue: topology.queue, prefetch: 4, oneAtATime: true, attempts: 2, backoffMs: 20 }, async (m) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 3));
      running -= 1;
      seen.push(m.body.toString());
      if (m.body.toString() === 'b' && m.attempt === 1) throw new Error('once more');
    });
    await until(async () => seen.length === 9 && (await unacknowledged()) === 0);
    expect(seen.join('')).toBe('abbcdefgh');
    expect(most).toBe(1);
  });

  test('one at a time: what waited for its turn when the channel went is not handled twice', async () => {
    await publish(...'abcd');
    const seen: string[] = [];
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { hostname, port } = new URL(amqpUrl());
    const proxy = await openTcpProxy({ host: hostname, port: Number(port) });
    const url = new URL(amqpUrl());
    url.port = String(proxy.port);
    const far = await connectTo(topology, { url: url.href });
    far.consume({ queue: topology.queue, prefetch: 4, oneAtATime: true }, async (m) => {
      seen.push(m.body.toString());
      if (seen.length === 1) await gate;
    });
    await until(async () => seen.length === 1 && (await rabbit.depth(topology.queue)) === 0);
    proxy.cut();
    await until(async () => (await rabbit.depth(topology.queue)) === 0 && (await unacknowledged()) === 4);
    release();
    await until(() => seen.length === 5);
    expect(seen[0]).toBe('a');
    expect(seen.slice(1).sort()).toEqual(['a', 'b', 'c', 'd']);
    await far.close();
    await proxy.close();
  });

  test('anonymous: a message without message-id reaches the handler, and can be told from others by nobody', async () => {
    const seen: string[] = [];
    await rabbit.publisher().publish(messageTo(topology, 'x', { messageId: '' }));
    rabbit.consume({ queue: topology.queue, prefetch: 1, anonymous: true }, async (m) => void seen.push(m.messageId));
    await until(() => seen.length === 1);
    expect(seen).toEqual(['']);
  });

  test('a message without message-id can not be told apart: dead', async () => {
    await rabbit.publisher().publish(messageTo(topology, 'x', { messageId: '' }));
    rabbit.consume({ queue: topology.queue, prefetch: 1 }, async () => undefined);
    await until(async () => (await rabbit.depth(`${topology.queue}.dead`)) === 1);
    expect(await rabbit.deadLetters.show(topology.queue, 1)).toMatchObject([{ reason: 'no-message-id' }]);
  });

  test('without a dead-letter queue a poison message stays, and the others go on', async () => {
    const done: string[] = [];
    await deleteQueue(`${topology.queue}.dead`);
    await publish('poison', 'good');
    const consumer = rabbit.consume({ queue: topology.queue, prefetch: 5, attempts: 1, backoffMs: 1 }, async (m) => {
      if (m.body.toString() === 'poison') throw new Error('poison');
      done.push(m.body.toString());
    });
    await until(() => done.length === 1);
    await consumer.drain();
    await until(async () => (await rabbit.depth(topology.queue)) === 1);
  });

  test.each(['at once', 'later'])('a queue that is deleted and comes back %s is consumed again', async (when) => {
    const seen: string[] = [];
    const said: string[] = [];
    const consuming = await connectTo(topology, { log: (message) => said.push(message) });
    const checkMs = when === 'at once' ? 100 : 60_000;
    const consumer = consuming.consume({ queue: topology.queue, prefetch: 5, checkMs }, async (m) => {
      seen.push(m.body.toString());
    });
    await consumer.ready;
    await publish('before');
    await until(() => seen.length === 1);
    const administrator = await connect(amqpUrl());
    const channel = await administrator.createChannel();
    await channel.deleteQueue(topology.queue);
    if (when === 'later') await until(() => said.includes('not subscribed'));
    await channel.assertQueue(topology.queue, { arguments: { 'x-queue-type': 'quorum' } });
    await channel.bindQueue(topology.queue, topology.exchange, topology.queue);
    await administrator.close();
    // Deleted and declared at once, the broker deals the first `prefetch` to the consumer that it has forgotten.
    const after = Array.from({ length: 8 }, (_, i) => `after ${i}`);
    await publish(...after);
    await until(() => seen.length === 9);
    expect(seen.sort()).toEqual([...after, 'before']);
    await consuming.close();
  });

  test('what a killed consumer had in hand is delivered to the next, marked as such', async () => {
    await publish('a', 'b', 'c');
    const child = runScript(`${__dirname}/stuck-consumer.child.ts`, { QUEUE: topology.queue });
    await until(async () => (await unacknowledged()) === 3);
    child.kill('SIGKILL');
    const seen: Delivery[] = [];
    rabbit.consume({ queue: topology.queue, prefetch: 5 }, async (delivery) => void seen.push(delivery));
    await until(() => seen.length === 3);
    expect(seen.map(({ redelivered, headers }) => [redelivered, headers['x-delivery-count']])).toEqual(
      Array.from({ length: 3 }, () => [true, '1']),
    );
  });

  test('drain stops the intake, lets handlers end and acknowledges them; the rest stays in the queue', async () => {
    let running = 0;
    let ended = 0;
    await publish(...'abcdefgh');
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const consumer = rabbit.consume({ queue: topology.queue, prefetch: 3 }, async () => {
      running += 1;
      await gate;
      ended += 1;
    });
    await until(() => running === 3);
    const drained = consumer.drain();
    release();
    await drained;
    expect(ended).toBe(3);
    await until(async () => (await rabbit.depth(topology.queue)) === 5);
  });

  test('who asks to be told learns of each subscription that is lost, and of no drain', async () => {
    const { hostname, port } = new URL(amqpUrl());
    const proxy = await openTcpProxy({ host: hostname, port: Number(port) });
    const url = new URL(amqpUrl());
    url.port = String(proxy.port);
    const other = await connectTo(topology, { url: url.href });
    const seen: string[] = [];
    const options = { queue: topology.queue, prefetch: 1, lost: () => void seen.push('lost') };
    const consumer = other.consume(options, async ({ body }) => void seen.push(body.toString()));
    await publish('a');
    await until(() => seen.length === 1);
    proxy.cut();
    await until(() => seen.length === 2);
    await publish('b');
    await until(() => seen.includes('b'));
    await consumer.drain();
    await other.close();
    await proxy.close();
    expect(seen.filter((one) => one === 'lost')).toHaveLength(1);
  });
});
