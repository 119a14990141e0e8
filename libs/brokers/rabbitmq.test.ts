import { readFileSync } from 'node:fs';
import { connectRabbit } from '@parley/middleware/rabbitmq';
import { onRabbitmq, onTwoRabbitmqs } from './index';

jest.setTimeout(120_000);

const topology = { exchanges: [], queues: [{ name: 'stock', arguments: { 'x-queue-type': 'classic' }, bindings: [] }] };
const quiet = { name: 'test', topology, log: () => undefined };
const notice = (text: string) => ({
  exchange: '',
  routingKey: 'stock',
  type: 'parley.test.v1.Thing',
  contentType: 'text/plain',
  messageId: text,
  body: Buffer.from(text),
});

const until = async (holds: () => Promise<boolean>, withinMs = 20_000) => {
  for (const end = performance.now() + withinMs; !(await holds()); await new Promise((go) => setTimeout(go, 50)))
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms`);
};

describe('a place on RabbitMQ', () => {
  it('is one of its own, and gone when it is closed', async () => {
    const ground = await onRabbitmq('amqpUrl')();
    const [url = ''] = ground.connect('sender', 0);
    expect(new URL(url).pathname).toBe(`/${ground.vhost}`);
    const rabbit = await connectRabbit({ url, ...quiet });
    await rabbit.publisher().publish(notice('one'));
    expect(await rabbit.depth('stock')).toBe(1);
    await rabbit.close();
    await ground.close();
    expect(await ground.manage('GET', `vhosts/${ground.vhost}`)).toBeUndefined();
  });

  it('is named as each protocol names it', async () => {
    const grounds = await Promise.all(
      (['amqp10Url', 'mqttUrl', 'stompUrl'] as const).map((each) => onRabbitmq(each)()),
    );
    const [amqp10, mqtt, stomp] = grounds.map((ground) => new URL(ground.connect('sender', 0)[0]!));
    expect(amqp10!.searchParams.get('hostname')).toBe(`vhost:${grounds[0]!.vhost}`);
    expect(decodeURIComponent(mqtt!.username)).toBe(`${grounds[1]!.vhost}:guest`);
    expect(stomp!.pathname).toBe(`/${grounds[2]!.vhost}`);
    await Promise.all(grounds.map((ground) => ground.close()));
  });

  it('is named over TLS with the certificate to trust', async () => {
    const ground = await onRabbitmq('amqp10sUrl')();
    const { protocol, searchParams } = new URL(ground.connect('sender', 0)[0]!);
    expect([protocol, searchParams.get('hostname')]).toEqual(['amqps:', `vhost:${ground.vhost}`]);
    expect(readFileSync(searchParams.get('ca')!, 'utf8')).toContain('BEGIN CERTIFICATE');
    await ground.close();
  });

  it('where all meet stays', async () => {
    const first = await onRabbitmq('amqpUrl')({ common: true });
    await first.close();
    const second = await onRabbitmq('amqpUrl')({ common: true });
    expect(second.connect('sender', 0)).toEqual(first.connect('receiver', 0));
    expect(await second.manage('GET', `vhosts/${second.vhost}`)).toMatchObject({ name: second.vhost });
  });

  it('on a mortal broker: what was confirmed outlives SIGKILL', async () => {
    const ground = await onRabbitmq('amqpUrl')({ mortal: true });
    try {
      const [url = ''] = ground.connect('sender', 0);
      expect(url).not.toContain(new URL(process.env.PARLEY_TEST_AMQP_URL!).host);
      const rabbit = await connectRabbit({ url, ...quiet });
      await Promise.all(['a', 'b', 'c'].map((text) => rabbit.publisher().publish(notice(text))));
      await ground.broker!.restart('SIGKILL');
      await rabbit.publisher().publish(notice('d'));
      expect(await rabbit.depth('stock')).toBe(4);
      await rabbit.close();
    } finally {
      await ground.close();
    }
  });

  it('on a mortal broker, frozen: nothing answers until it is thawed', async () => {
    const ground = await onRabbitmq('amqpUrl')({ mortal: true });
    try {
      ground.broker!.freeze();
      const answer = ground.manage('GET', `vhosts/${ground.vhost}`);
      expect(await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 300, 'nothing'))])).toBe(
        'nothing',
      );
      ground.broker!.thaw();
      expect(await answer).toMatchObject({ name: ground.vhost });
    } finally {
      await ground.close();
    }
  });

  it('on two brokers: what the first is told to pass on arrives at the second', async () => {
    const ground = await onTwoRabbitmqs('amqpUrl')();
    try {
      const [first = '', second = ''] = ground.connect('router', 0);
      expect(new URL(first).host).not.toBe(new URL(second).host);
      const [from, to] = [
        await connectRabbit({ url: first, ...quiet }),
        await connectRabbit({ url: second, ...quiet }),
      ];
      const uris = { 'src-uri': first, 'src-queue': 'stock', 'dest-uri': second, 'dest-queue': 'stock' };
      const value = { 'src-protocol': 'amqp091', 'dest-protocol': 'amqp091', ...uris };
      await ground.brokers[0].manage('PUT', `parameters/shovel/${ground.brokers[0].vhost}/on`, { value });
      await from.publisher().publish(notice('passed on'));
      await until(async () => (await to.depth('stock')) === 1);
      await Promise.all([from.close(), to.close()]);
    } finally {
      await ground.close();
    }
  });
});
