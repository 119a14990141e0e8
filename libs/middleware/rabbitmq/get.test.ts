import { openTcpProxy } from '@parley/faults/testing';
import type { Rabbit } from './index';
import { amqpUrl, connectTo, freshTopology, messageTo, removeTopology, until } from './testing';

jest.setTimeout(60_000);

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

  test('get goes on waiting over a broken connection', async () => {
    const { hostname, port } = new URL(amqpUrl());
    const proxy = await openTcpProxy({ host: hostname, port: Number(port) });
    const url = new URL(amqpUrl());
    url.port = String(proxy.port);
    const far = await connectTo(topology, { url: url.href });
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
});
