import { Fatal } from '@parley/faults';
import { openTcpProxy } from '@parley/faults/testing';
import type { Rabbit } from './index';
import { amqpUrl, connectTo, deleteQueue, freshTopology, messageTo, removeTopology, until } from './testing';

jest.setTimeout(60_000);

describe('dead letters', () => {
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

  const bury = async (count: number): Promise<void> => {
    const publisher = rabbit.publisher();
    const headers = { 'ce-source': 'test' };
    for (let i = 0; i < count; i += 1) await publisher.publish(messageTo(topology, String(i), { headers }));
    const consumer = rabbit.consume({ queue: topology.queue, prefetch: 1 }, async () => {
      throw new Fatal('bad', { reason: 'bad' });
    });
    await until(async () => (await rabbit.depth(`${topology.queue}.dead`)) === count);
    await consumer.drain();
  };
  const dead = () => rabbit.depth(`${topology.queue}.dead`);

  test('list counts, show shows, and showing again and again loses nothing', async () => {
    await bury(5);
    const { queue } = topology;
    expect(await rabbit.deadLetters.list([queue])).toEqual([{ queue, deadLetters: `${queue}.dead`, messages: 5 }]);
    for (let i = 0; i < 25; i += 1) expect(await rabbit.deadLetters.show(queue, 3)).toHaveLength(3);
    await until(async () => (await dead()) === 5);
    const all = await rabbit.deadLetters.show(queue, 100);
    expect(all.map(({ body }) => body.toString()).sort()).toEqual(['0', '1', '2', '3', '4']);
  });

  test('redrive sends them to their queue as they were made, up to the limit', async () => {
    await bury(5);
    expect(await rabbit.deadLetters.redrive(topology.queue, 2)).toBe(2);
    expect(await dead()).toBe(3);
    expect(await rabbit.deadLetters.redrive(topology.queue, 100)).toBe(3);
    expect(await dead()).toBe(0);
    const bodies: string[] = [];
    const headers: Record<string, string>[] = [];
    rabbit.consume({ queue: topology.queue, prefetch: 5 }, async (m) => {
      bodies.push(m.body.toString());
      headers.push(m.headers);
    });
    await until(() => bodies.length === 5);
    expect(bodies.sort()).toEqual(['0', '1', '2', '3', '4']);
    for (const each of headers) {
      expect(each).toMatchObject({ 'ce-source': 'test', 'parley-redriven': '1' });
      expect(Object.keys(each).filter((name) => name.startsWith('x-') || name === 'parley-reason')).toEqual([]);
    }
  });

  test('what can not be sent back stays dead', async () => {
    await bury(3);
    await deleteQueue(topology.queue);
    await expect(rabbit.deadLetters.redrive(topology.queue, 3)).rejects.toMatchObject({ reason: 'unroutable' });
    await until(async () => (await dead()) === 3);
  });

  test('a queue without dead letters, and one that is not there', async () => {
    expect(await rabbit.deadLetters.show(topology.queue, 5)).toEqual([]);
    expect(await rabbit.deadLetters.redrive(topology.queue, 5)).toBe(0);
    await expect(rabbit.deadLetters.show('no.such.queue', 5)).rejects.toMatchObject({ reason: 'no-queue' });
    await expect(rabbit.depth('no.such.queue')).rejects.toMatchObject({ kind: 'fatal', reason: 'no-queue' });
  });

  test('the broker is gone: each settles, typed', async () => {
    await bury(2);
    const { hostname, port } = new URL(amqpUrl());
    const proxy = await openTcpProxy({ host: hostname, port: Number(port) });
    const url = new URL(amqpUrl());
    url.port = String(proxy.port);
    const far = await connectTo(topology, { url: url.href });
    proxy.cut();
    proxy.refuse(true);
    const { queue } = topology;
    const asked = [far.deadLetters.list([queue]), far.deadLetters.show(queue, 1), far.depth(queue)];
    const closing = far.deadLetters.redrive(queue, 1);
    const told = Promise.allSettled([...asked, closing]);
    await far.close();
    for (const one of await told) expect(one).toMatchObject({ reason: { kind: 'retryable' } });
    await proxy.close();
    expect(await dead()).toBe(2);
  });
});
