import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readHistory, startEvidence, stopEvidence } from '@parley/evidence';
import { Fatal, openProxy, type FaultProxy } from '@parley/faults';
import { connectTo, amqpUrl, freshTopology, messageTo, removeTopology, until } from './testing';
import { openForwarder, type Delivery, type Rabbit } from './index';

jest.setTimeout(60_000);

describe('forwarder', () => {
  let [source, target] = [freshTopology(), freshTopology()];
  let proxy: FaultProxy;
  let from: Rabbit;
  let to: Rabbit;

  beforeEach(async () => {
    [source, target] = [freshTopology(), freshTopology()];
    const { hostname, port } = new URL(amqpUrl());
    proxy = await openProxy({ carrier: 'tcp', target: { host: hostname, port: Number(port) } });
    const url = new URL(amqpUrl());
    url.port = String(proxy.port);
    from = await connectTo(source);
    to = await connectTo(target, { url: url.href });
  });
  afterEach(async () => {
    await from.close();
    await to.close();
    await proxy.close();
    await removeTopology(source);
    await removeTopology(target);
  });

  const on = ({ body, messageId, headers }: Delivery) => [messageTo(target, '', { body, messageId, headers })];
  const fill = async (count: number, size = 1): Promise<void> => {
    const publisher = from.publisher();
    const one = (i: number) => messageTo(source, '', { messageId: String(i), body: Buffer.alloc(size, '.') });
    await Promise.all(Array.from({ length: count }, (_, i) => publisher.publish(one(i))));
  };
  const collect = (queue: string) => {
    const ids: number[] = [];
    from.consume({ queue, prefetch: 1 }, async ({ messageId }) => void ids.push(Number(messageId)));
    return ids;
  };

  test('what a queue has goes on to another broker, in order, with its headers and its id', async () => {
    await fill(300);
    openForwarder(from, to, { queue: source.queue }, on);
    const ids = collect(target.queue);
    await until(() => ids.length === 300);
    expect(ids).toEqual(Array.from({ length: 300 }, (_, i) => i));
    await until(async () => (await from.depth(source.queue)) === 0);
  });

  test('the connection behind it is cut again and again: nothing is lost, nothing overtakes', async () => {
    proxy.addToxic({ type: 'bandwidth', stream: 'upstream', attributes: { rate: 3000 } });
    await fill(600, 8192);
    openForwarder(from, to, { queue: source.queue }, on);
    const ids = collect(target.queue);
    for (const mark of [50, 200, 350]) {
      await until(() => ids.length >= mark);
      proxy.cut();
    }
    await until(() => new Set(ids).size === 600, 40_000);
    const first = [...new Set(ids)];
    expect(first).toEqual(Array.from({ length: 600 }, (_, i) => i));
  });

  test.each([
    [true, 'retryable'],
    [false, 'ok'],
  ])('a publisher whose channel breaks, keepsOrder %s: what was not sent is %s', async (keepsOrder, wanted) => {
    const publisher = to.publisher({ keepsOrder, window: 5 });
    await publisher.publish(messageTo(target, 'first'));
    proxy.blackHole(true);
    const kinds = Array.from({ length: 20 }, (_, i) =>
      publisher.publish(messageTo(target, String(i))).then(
        () => 'ok',
        (error: { kind: string }) => error.kind,
      ),
    );
    await new Promise(setImmediate);
    proxy.blackHole(false);
    proxy.cut();
    const seen = await Promise.all(kinds);
    expect(seen.slice(5)).toEqual(Array<string>(15).fill(wanted));
  });

  test('what has no way is a dead letter with its reason; what comes after goes on', async () => {
    await fill(3);
    openForwarder(from, to, { queue: source.queue }, (delivery) => {
      if (delivery.messageId === '0') throw new Fatal('nobody knows the way', { reason: 'no-route' });
      return on(delivery).map((one) => (delivery.messageId === '1' ? { ...one, routingKey: 'nobody' } : one));
    });
    const ids = collect(target.queue);
    await until(async () => ids.length === 1 && (await from.depth(`${source.queue}.dead`)) === 2);
    const dead = await from.deadLetters.show(source.queue, 5);
    expect(dead.map(({ messageId, reason }) => [messageId, reason])).toEqual([
      ['0', 'no-route'],
      ['1', 'unroutable'],
    ]);
  });

  test('with nowhere to go to it is done; drained, it ends though the other side is away', async () => {
    await fill(2);
    const forwarder = openForwarder(from, to, { queue: source.queue }, (delivery) =>
      delivery.messageId === '0' ? [] : on(delivery),
    );
    const ids = collect(target.queue);
    await until(() => ids.length === 1);
    proxy.setEnabled(false);
    await fill(1);
    await forwarder.drain();
    expect(ids).toEqual([1]);
  });
});

test('a connection that notes nothing leaves no evidence of its own, whatever goes over it', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'evidence-'));
  startEvidence({ dir, run: 'run', process: 'test' });
  const topology = freshTopology();
  const [silent, noting] = [await connectTo(topology, { notes: false }), await connectTo(topology)];
  const taken: string[] = [];
  silent.consume({ queue: topology.queue, prefetch: 5 }, async ({ messageId }) => void taken.push(messageId));
  await silent.publisher().publish(messageTo(topology, '', { messageId: 'silent' }));
  await noting.publisher().publish(messageTo(topology, '', { messageId: 'noting' }));
  await until(() => taken.length === 2);
  await Promise.all([silent.close(), noting.close()]);
  stopEvidence();
  const noted = readHistory(dir).map(({ msg, event }) => `${msg.id} ${event}`);
  expect(noted).toEqual(['submitted', 'sent', 'stored', 'returned'].map((event) => `noting ${event}`));
  await removeTopology(topology);
});
