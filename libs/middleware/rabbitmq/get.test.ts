import { connect } from 'amqplib';
import { openTcpProxy } from '@parley/faults/testing';
import type { Rabbit } from './index';
import { amqpUrl, connectTo, freshTopology, messageTo, removeTopology, until } from './testing';

jest.setTimeout(60_000);

const openExclusive = async () => {
  const connection = await connect(amqpUrl());
  const { queue } = await (await connection.createChannel()).assertQueue('', { exclusive: true });
  return { connection, queue };
};

describe('get and tryGet', () => {
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

  const put = (text: string) => rabbit.publisher().publish(messageTo(topology, text));
  const text = ({ body }: { body: Buffer }) => body.toString();

  test('get removes the first, one at a time, and leaves the rest', async () => {
    for (const each of ['a', 'b', 'c']) await put(each);
    expect(text(await rabbit.get(topology.queue))).toBe('a');
    expect(text(await rabbit.get(topology.queue))).toBe('b');
    await until(async () => (await rabbit.depth(topology.queue)) === 1);
  });

  test('get blocks until something comes', async () => {
    let got: string | undefined;
    const getting = rabbit.get(topology.queue).then((delivery) => (got = text(delivery)));
    expect(await rabbit.tryGet(topology.queue)).toBeUndefined();
    expect(got).toBeUndefined();
    await put('late');
    expect(await getting).toBe('late');
  });

  test('two that wait get one each', async () => {
    const getting = [rabbit.get(topology.queue), rabbit.get(topology.queue)];
    for (const each of ['a', 'b']) await put(each);
    expect((await Promise.all(getting)).map(text).sort()).toEqual(['a', 'b']);
    expect(await rabbit.tryGet(topology.queue)).toBeUndefined();
  });

  test('get gives up at its deadline, and then takes nothing', async () => {
    await expect(rabbit.get(topology.queue, { deadlineMs: 200 })).rejects.toMatchObject({ kind: 'retryable' });
    await put('x');
    expect(text((await rabbit.tryGet(topology.queue))!)).toBe('x');
  });

  /** A connection that can be cut, and over which nothing may come any more. */
  const openFar = async () => {
    const { hostname, port } = new URL(amqpUrl());
    const proxy = await openTcpProxy({ host: hostname, port: Number(port) });
    const url = new URL(amqpUrl());
    url.port = String(proxy.port);
    return { proxy, far: await connectTo(topology, { url: url.href }) };
  };

  test('get goes on waiting over a broken connection', async () => {
    const { proxy, far } = await openFar();
    const getting = far.get(topology.queue);
    await until(() => proxy.connections() > 0);
    proxy.cut();
    await put('after the cut');
    expect(text(await getting)).toBe('after the cut');
    await far.close();
    await proxy.close();
  });

  test('a queue that is not there is Fatal for both', async () => {
    await expect(rabbit.tryGet('no.such.queue')).rejects.toMatchObject({ kind: 'fatal', reason: 'no-queue' });
    await expect(rabbit.get('no.such.queue')).rejects.toMatchObject({ kind: 'fatal', reason: 'no-queue' });
  });

  test('nobody answers any more: both settle at their deadline, typed, and what was handed out goes back', async () => {
    await put('x');
    const { proxy, far } = await openFar();
    expect(text((await far.tryGet(topology.queue))!)).toBe('x');
    await put('y');
    proxy.blackHole(true);
    const began = performance.now();
    const asked = [far.tryGet(topology.queue, { deadlineMs: 500 }), far.get(topology.queue, { deadlineMs: 500 })];
    const told = await Promise.allSettled(asked);
    // The heartbeat would notice it after ten seconds at the earliest.
    expect(performance.now() - began).toBeLessThan(5000);
    expect(told.map((one) => (one as PromiseRejectedResult).reason.kind)).toEqual(['retryable', 'retryable']);
    proxy.blackHole(false);
    await until(async () => (await rabbit.depth(topology.queue)) === 1);
    expect(text((await rabbit.tryGet(topology.queue))!)).toBe('y');
    await far.close();
    await proxy.close();
  });

  test('a queue that another connection has for itself is Fatal, in our words', async () => {
    const { connection, queue } = await openExclusive();
    await expect(rabbit.tryGet(queue)).rejects.toMatchObject({ kind: 'fatal', reason: 'locked' });
    await expect(rabbit.get(queue)).rejects.toMatchObject({ kind: 'fatal', reason: 'locked' });
    await connection.close();
  });

  test('with its link it is Retryable', async () => {
    const other = await connectTo(topology);
    await other.close();
    await expect(other.tryGet(topology.queue)).rejects.toMatchObject({ kind: 'retryable' });
    await expect(other.get(topology.queue)).rejects.toMatchObject({ kind: 'retryable' });
  });
});
