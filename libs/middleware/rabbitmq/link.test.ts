import { v7 as uuid } from 'uuid';
import { connectRabbit, type Rabbit } from './index';
import { openTcpProxy, type TcpProxy } from '@parley/faults/testing';
import {
  amqpUrl,
  connectTo,
  deleteExchange,
  deleteQueue,
  freshTopology,
  manage,
  messageTo,
  removeTopology,
  runScript,
  until,
} from './testing';

jest.setTimeout(90_000);

const kinds = (results: PromiseSettledResult<void>[]) => [
  ...new Set(results.map((result) => (result.status === 'fulfilled' ? 'ok' : result.reason.kind))),
];

describe('link', () => {
  let topology: ReturnType<typeof freshTopology>;
  let proxy: TcpProxy;
  let rabbit: Rabbit | undefined;

  beforeEach(async () => {
    topology = freshTopology();
    const { hostname, port } = new URL(amqpUrl());
    proxy = await openTcpProxy({ host: hostname, port: Number(port) });
  });
  afterEach(async () => {
    await rabbit?.close();
    rabbit = undefined;
    await proxy.close();
    await removeTopology(topology);
  });

  const through = (password?: string): string => {
    const url = new URL(amqpUrl());
    url.port = String(proxy.port);
    if (password) url.password = password;
    return url.toString();
  };

  test('Nagle is off and the heartbeat is on: else an answer waits 44 ms, a dead peer two minutes', async () => {
    const spied = jest.spyOn(jest.requireActual<typeof import('amqplib')>('amqplib'), 'connect');
    rabbit = await connectTo(topology);
    expect(spied).toHaveBeenCalledWith(
      expect.stringContaining('heartbeat=5'),
      expect.objectContaining({ noDelay: true }),
    );
    spied.mockRestore();
  });

  test('cut during confirms, five times: every promise settles, all that was confirmed arrives, all goes on', async () => {
    rabbit = await connectTo(topology, { url: through() });
    const seen = new Set<string>();
    const consumer = rabbit.consume({ queue: topology.queue, prefetch: 50 }, async (m) => {
      seen.add(m.body.toString());
    });
    await consumer.ready;
    const publisher = rabbit.publisher({ window: 64 });
    const confirmed = new Set<string>();
    const outcomes = new Set<string>();
    let cuts = 0;
    for (let round = 0; round < 5; round += 1) {
      const before = confirmed.size;
      const sent = Array.from({ length: 1000 }, async (_, i) => {
        await publisher.publish(messageTo(topology, `${round}/${i}`));
        confirmed.add(`${round}/${i}`);
        if (confirmed.size === before + 100) {
          cuts += 1;
          proxy.cut();
        }
      });
      for (const kind of kinds(await Promise.allSettled(sent))) outcomes.add(kind);
    }
    expect(cuts).toBe(5);
    expect([...outcomes].sort()).toEqual(['ok', 'unknown']);
    await publisher.publish(messageTo(topology, 'last'));
    await until(() => seen.has('last') && [...confirmed].every((id) => seen.has(id)));
  });

  test('after a break the topology is declared again, and what is published gets through it', async () => {
    const seen: string[] = [];
    rabbit = await connectTo(topology, { url: through() });
    rabbit.consume({ queue: topology.queue, prefetch: 5 }, async (m) => void seen.push(m.body.toString()));
    const publisher = rabbit.publisher();
    await publisher.publish(messageTo(topology, '1'));
    await until(() => seen.length === 1);
    proxy.refuse(true);
    proxy.cut();
    await deleteQueue(topology.queue);
    await deleteExchange(topology.exchange);
    const waiting = publisher.publish(messageTo(topology, '2'));
    proxy.refuse(false);
    await waiting;
    await until(() => seen.length === 2);
    expect(seen).toEqual(['1', '2']);
  });

  test('an acknowledgement on a channel that is gone touches nothing: the message comes again', async () => {
    const seen: [string, boolean][] = [];
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    rabbit = await connectTo(topology, { url: through() });
    const publisher = rabbit.publisher();
    await publisher.publish(messageTo(topology, '1'));
    await publisher.publish(messageTo(topology, '2'));
    rabbit.consume({ queue: topology.queue, prefetch: 1 }, async (m) => {
      seen.push([m.body.toString(), m.redelivered]);
      if (seen.length === 1) await gate;
    });
    await until(() => seen.length === 1);
    proxy.cut();
    await until(() => seen.length >= 2);
    release();
    await until(() => seen.length === 3);
    expect(seen.sort()).toEqual([
      ['1', false],
      ['1', true],
      ['2', false],
    ]);
    await until(async () => (await rabbit?.depth(topology.queue)) === 0);
  });

  test('a connection closed by the administrator is opened again', async () => {
    const name = uuid();
    rabbit = await connectTo(topology, { name });
    const seen: string[] = [];
    rabbit.consume({ queue: topology.queue, prefetch: 5 }, async (m) => void seen.push(m.body.toString()));
    type Listed = { name: string; client_properties?: { connection_name?: string } }[];
    const listed = async () =>
      ((await manage('GET', 'connections')) as Listed).find((c) => c.client_properties?.connection_name === name);
    await until(async () => (await listed()) !== undefined);
    await manage('DELETE', `connections/${encodeURIComponent((await listed())?.name ?? '')}`);
    await rabbit.publisher().publish(messageTo(topology, 'after'));
    await until(() => seen.includes('after'));
  });

  test('a black hole is noticed by the heartbeat, and the messages go on after it', async () => {
    rabbit = await connectTo(topology, { url: through(), heartbeat: 1 });
    const publisher = rabbit.publisher();
    await publisher.publish(messageTo(topology, '1'));
    proxy.blackHole(true);
    const lost = await Promise.allSettled([publisher.publish(messageTo(topology, '2'))]);
    expect(kinds(lost)).toEqual(['unknown']);
    proxy.blackHole(false);
    await publisher.publish(messageTo(topology, '3'));
  });

  test('in a black hole every publish settles by its deadline, and close settles the rest', async () => {
    rabbit = await connectTo(topology, { url: through() });
    const publisher = rabbit.publisher({ window: 10, deadlineMs: 500 });
    await publisher.publish(messageTo(topology, '0'));
    proxy.blackHole(true);
    const sent = Array.from({ length: 20 }, (_, i) => publisher.publish(messageTo(topology, String(i))));
    const results = await Promise.allSettled(sent);
    expect(results.slice(0, 10).map((r) => r.status === 'rejected' && r.reason.kind)).toEqual(
      Array(10).fill('unknown'),
    );
    expect(results.slice(10).map((r) => r.status === 'rejected' && r.reason.kind)).toEqual(Array(10).fill('retryable'));
    const patient = rabbit.publisher({ closeMs: 200 });
    const late = patient.publish(messageTo(topology, 'late'));
    const [settled] = await Promise.all([Promise.allSettled([late]), rabbit.close()]);
    expect(kinds(settled)).toEqual(['retryable']);
  });

  test('a broker that comes late is waited for; one that does not come is given up', async () => {
    proxy.refuse(true);
    const coming = connectTo(topology, { url: through() });
    const givenUp = connectTo(topology, { url: through('s3cret'), connectWithinMs: 300 }).catch((error) => error);
    expect(await givenUp).toMatchObject({ kind: 'retryable' });
    expect(String(await givenUp)).not.toContain('s3cret');
    proxy.refuse(false);
    rabbit = await coming;
    await rabbit.publisher().publish(messageTo(topology, 'x'));
  });

  test('wrong credentials are refused at once, and are not shown', async () => {
    const error = await connectTo(topology, { url: through('s3cret') }).catch((reason) => reason);
    expect(error).toMatchObject({ kind: 'fatal', reason: 'refused' });
    expect(error.message).not.toContain('s3cret');
    await expect(connectRabbit({ url: 'nonsense', name: 'x' })).rejects.toMatchObject({ reason: 'address' });
  });

  test('a topology other than what is there is Fatal, naming it', async () => {
    rabbit = await connectTo(topology);
    const queues = topology.queues.map((queue) => ({ ...queue, arguments: { ...queue.arguments, 'x-max-length': 5 } }));
    await expect(connectTo({ ...topology, queues })).rejects.toMatchObject({ kind: 'fatal', reason: 'topology' });
  });

  test('a process that publishes without waiting, consumes and closes: ends by itself, nothing lost', async () => {
    rabbit = await connectTo(topology);
    const child = runScript(`${__dirname}/close.child.ts`, { TOPOLOGY: JSON.stringify(topology) });
    const exit = await new Promise((resolve) => child.once('exit', (code) => resolve(code)));
    expect(exit).toBe(0);
    expect(await rabbit.depth(topology.queue)).toBe(2000);
  });
});
