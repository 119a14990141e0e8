import { openTcpProxy, type TcpProxy } from '@parley/faults/testing';
import { directReplies, type Answer, type Rabbit, type Requester } from './index';
import { amqpUrl, connectTo, deleteQueue, freshTopology, messageTo, removeTopology, until } from './testing';

jest.setTimeout(60_000);

const echo: Answer = async ({ body }) => ({
  messageId: 'r',
  type: 't',
  contentType: 'text/plain',
  body: Buffer.from(`${body}!`),
  persistent: false,
});

describe.each(['a queue of its own', 'direct reply-to'])('requests, answered by %s', (way) => {
  const topology = freshTopology();
  const isDirect = way === 'direct reply-to';
  const replyTo = isDirect ? directReplies : `${topology.queue}.replies`;
  const own = { name: `${topology.queue}.replies`, arguments: { 'x-expires': 60_000 }, bindings: [] };
  const all = { ...topology, queues: [...topology.queues, own] };
  let proxy: TcpProxy;
  let client: Rabbit;
  let server: Rabbit;

  beforeEach(async () => {
    const { hostname, port } = new URL(amqpUrl());
    proxy = await openTcpProxy({ host: hostname, port: Number(port) });
    const url = new URL(amqpUrl());
    url.port = String(proxy.port);
    client = await connectTo(all, { url: url.href });
    server = await connectTo(all);
  });
  afterEach(async () => {
    await Promise.all([client.close(), server.close()]);
    await proxy.close();
    await removeTopology(all);
  });

  const ask = (requester: Requester, text: string, to: { routingKey?: string } = {}) =>
    requester.request({ ...messageTo(topology, text), ...to });
  const serve = (answer: Answer, prefetch = 100) => server.respond({ queue: topology.queue, prefetch }, answer).ready;

  test('a thousand at once: each finds its own reply, in whatever order they come', async () => {
    const requester = client.requester({ replyTo });
    await serve(async (request) => {
      await new Promise((resolve) => setTimeout(resolve, Number(request.body) % 7));
      return echo(request);
    });
    const texts = Array.from({ length: 1000 }, (_, n) => String(n));
    const replies = await Promise.all(texts.map((text) => ask(requester, text)));
    expect(replies.map(({ body }) => body.toString())).toEqual(texts.map((text) => `${text}!`));
    expect(requester.late()).toBe(0);
  });

  test('no server: unknown at the deadline, and soon after the broker has thrown the request away', async () => {
    const requester = client.requester({ replyTo, deadlineMs: 300 });
    await expect(ask(requester, 'x')).rejects.toMatchObject({ kind: 'unknown' });
    // Its time began when the broker had it, a little after ours.
    await until(async () => (await server.depth(topology.queue)) === 0);
    const seen: string[] = [];
    await serve(async (request) => {
      seen.push(request.body.toString());
      return echo(request);
    });
    const patient = client.requester({ replyTo: directReplies });
    await ask(patient, 'later');
    expect(seen).toEqual(['later']);
  });

  test('a reply that comes too late is counted, and disturbs nobody', async () => {
    const requester = client.requester({ replyTo, deadlineMs: 2000 });
    let letGo = () => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    await serve(async (request) => {
      if (request.body.toString() === 'slow') await held;
      return echo(request);
    });
    await expect(ask(requester, 'slow')).rejects.toMatchObject({ kind: 'unknown' });
    letGo();
    await until(() => requester.late() === 1);
    expect((await ask(requester, 'next')).body.toString()).toBe('next!');
  });

  test('a request that reaches no queue is Fatal', async () => {
    const requester = client.requester({ replyTo });
    await expect(ask(requester, 'x', { routingKey: 'nobody' })).rejects.toMatchObject({ reason: 'unroutable' });
  });

  test('the connection is cut while a server works: a queue of its own still gets the reply, a direct one is lost and told', async () => {
    const requester = client.requester({ replyTo, deadlineMs: 20_000 });
    let letGo = () => {};
    let began = () => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const working = new Promise<void>((resolve) => (began = resolve));
    await serve(async (request) => {
      if (request.body.toString() === 'cut') {
        began();
        await held;
      }
      return echo(request);
    });
    const asked = ask(requester, 'cut').then(
      ({ body }) => body.toString(),
      ({ kind }) => kind,
    );
    await working;
    proxy.cut();
    const told = isDirect ? await asked : undefined;
    letGo();
    expect(told ?? (await asked)).toBe(isDirect ? 'unknown' : 'cut!');
    expect((await ask(requester, 'after')).body.toString()).toBe('after!');
  });

  test('closing lets what is asked be answered, settles the rest, and takes nothing more', async () => {
    const requester = client.requester({ replyTo, closeMs: 200 });
    const answered = ask(requester, 'quick');
    await serve((request) => (request.body.toString() === 'never' ? new Promise(() => undefined) : echo(request)));
    await answered;
    const left = ask(requester, 'never');
    const [settled] = await Promise.all([Promise.allSettled([left]), requester.close(), requester.close()]);
    expect(settled).toMatchObject([{ status: 'rejected', reason: { kind: 'unknown' } }]);
    await expect(ask(requester, 'x')).rejects.toMatchObject({ kind: 'fatal', reason: 'closed' });
  });

  test('a server whose asker is gone goes on serving', async () => {
    if (isDirect) return;
    const requester = client.requester({ replyTo, deadlineMs: 500 });
    await serve(async (request) => {
      if (request.body.toString() === 'gone') await deleteQueue(replyTo);
      return echo(request);
    });
    await expect(ask(requester, 'gone')).rejects.toMatchObject({ kind: 'unknown' });
    await until(async () => (await server.depth(topology.queue)) === 0);
    expect(await server.depth(`${topology.queue}.dead`)).toBe(0);
  });
});

test('a request that names no queue for its reply is a dead letter', async () => {
  const topology = freshTopology();
  const rabbit = await connectTo(topology);
  let asked = 0;
  await rabbit.respond({ queue: topology.queue, prefetch: 1 }, (request) => {
    asked += 1;
    return echo(request);
  }).ready;
  await rabbit.publisher().publish(messageTo(topology, 'x'));
  await until(async () => (await rabbit.depth(`${topology.queue}.dead`)) === 1);
  expect(await rabbit.deadLetters.show(topology.queue, 1)).toMatchObject([{ reason: 'no-reply-to' }]);
  expect(asked).toBe(0);
  await rabbit.close();
  await removeTopology(topology);
});
