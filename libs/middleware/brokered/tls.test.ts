import { randomUUID } from 'node:crypto';
import { openAmqp1Receiver, openAmqp1Sender } from '../amqp1';
import { openMqttPublisher, openMqttSubscriber } from '../mqtt';
import { connectRabbit } from '../rabbitmq';
import { deleteQueue } from '../rabbitmq/testing';
import { openStompReceiver, openStompSender } from '../stomp';
import { afterwards, closeAll, until } from './testing';
import { certificateFor, eavesdropper, silent } from './tls.fixture';

jest.setTimeout(60_000);
afterEach(closeAll);

const name = 'test';
const deadlineMs = 5000;
/** For those that get no answer; who gets one is told at once. */
const patienceMs = 1500;

const topologyOf = (queue: string) => ({ exchanges: [], queues: [{ name: queue, arguments: {}, bindings: [] }] });

/** A message there and back by each protocol, over one address. */
const protocols = [
  {
    scheme: 'amqp 0-9-1',
    inTheClear: { kind: 'retryable' },
    url: () => process.env.PARLEY_TEST_AMQPS_URL ?? '',
    plain: () => process.env.PARLEY_TEST_AMQP_URL ?? '',
    send: async (url: string, queue: string, connectWithinMs = deadlineMs) => {
      const rabbit = await connectRabbit({
        url,
        name,
        topology: topologyOf(queue),
        connectWithinMs,
        log: () => undefined,
      });
      afterwards(rabbit.close);
      const message = { exchange: '', routingKey: queue, type: 'test', contentType: 'text/plain', messageId: 'm1' };
      return (text: string) => rabbit.publisher().publish({ ...message, body: Buffer.from(text) });
    },
    receive: async (url: string, queue: string, handle: (body: Buffer) => Promise<void>) => {
      const plan = { topology: topologyOf(queue), connectWithinMs: deadlineMs, log: () => undefined };
      const rabbit = await connectRabbit({ url, name, ...plan });
      afterwards(rabbit.close);
      rabbit.consume({ queue, prefetch: 10 }, ({ body }) => handle(body));
    },
  },
  {
    scheme: 'amqps',
    inTheClear: { kind: 'fatal', reason: 'address' },
    url: () => process.env.PARLEY_TEST_AMQPS_URL ?? '',
    plain: () => process.env.PARLEY_TEST_AMQP_URL ?? '',
    send: async (url: string, queue: string, withinMs = deadlineMs) => {
      const { send, close } = await openAmqp1Sender({ url, name, target: `/queue/${queue}`, withinMs });
      afterwards(close);
      return (text: string) => send({ properties: {}, body: Buffer.from(text) }, deadlineMs);
    },
    receive: async (url: string, queue: string, handle: (body: Buffer) => Promise<void>) => {
      const decode = ({ body }: { body: Buffer }) => body;
      const refused = () => undefined;
      const source = `/queue/${queue}`;
      afterwards((await openAmqp1Receiver({ url, name, source, withinMs: deadlineMs, decode, handle, refused })).close);
    },
  },
  {
    scheme: 'mqtts',
    // What MQTT says first looks to the broker like the beginning of a longer record: it waits for the rest.
    inTheClear: { kind: 'retryable' },
    url: () => process.env.PARLEY_TEST_MQTTS_URL ?? '',
    plain: () => process.env.PARLEY_TEST_MQTT_URL ?? '',
    send: async (url: string, topic: string, withinMs = deadlineMs) => {
      const { publish, close } = await openMqttPublisher({ url, name, withinMs });
      afterwards(close);
      return (text: string) => publish(topic, Buffer.from(text), { deadlineMs });
    },
    receive: async (url: string, topic: string, handle: (body: Buffer) => Promise<void>) => {
      const decode = ({ body }: { body: Buffer }) => body;
      const plan = { clientId: randomUUID(), filters: [topic], persistent: false, refused: () => undefined };
      afterwards((await openMqttSubscriber({ url, ...plan, withinMs: deadlineMs, decode, handle })).close);
    },
  },
  {
    scheme: 'stomp+ssl',
    inTheClear: { kind: 'fatal', reason: 'address' },
    url: () => process.env.PARLEY_TEST_STOMPS_URL ?? '',
    plain: () => process.env.PARLEY_TEST_STOMP_URL ?? '',
    send: async (url: string, queue: string, withinMs = deadlineMs) => {
      const { send, close } = await openStompSender({ url, destination: `/queue/${queue}`, withinMs });
      afterwards(close);
      return (text: string) => send({ headers: {}, body: Buffer.from(text) }, deadlineMs);
    },
    receive: async (url: string, queue: string, handle: (body: Buffer) => Promise<void>) => {
      const decode = ({ body }: { body: Buffer }) => body;
      const refused = () => undefined;
      const destination = `/queue/${queue}`;
      afterwards((await openStompReceiver({ url, destination, withinMs: deadlineMs, decode, handle, refused })).close);
    },
  },
];

const changed = (url: string, change: (url: URL) => void): string => {
  const other = new URL(url);
  change(other);
  return other.href;
};

describe.each(protocols)('over TLS by $scheme', ({ inTheClear, url, plain, send, receive }) => {
  test('a message arrives, with the broker’s own authority and the host that its certificate names', async () => {
    const place = `test.${randomUUID()}`;
    afterwards(() => deleteQueue(place));
    const got: string[] = [];
    await receive(url(), place, async (body) => void got.push(body.toString()));
    await (
      await send(url(), place)
    )('one');
    await until(() => got.length === 1);
    expect(got).toEqual(['one']);
  });

  test('who is not trusted is told at once, to sender and receiver, and hears nothing', async () => {
    const strange = changed(url(), ({ searchParams }) => searchParams.set('ca', certificateFor('IP:127.0.0.1').ca));
    const untrusted = { kind: 'fatal', reason: 'untrusted' };
    await expect(send(strange, 'x')).rejects.toMatchObject(untrusted);
    await expect(receive(strange, 'x', async () => undefined)).rejects.toMatchObject(untrusted);
    const otherHost = changed(url(), (to) => (to.hostname = 'localhost'));
    await expect(send(otherHost, 'x')).rejects.toMatchObject(untrusted);
    const { port, ca, heard } = await eavesdropper();
    const elsewhere = `${new URL(url()).protocol}//guest:guest@127.0.0.1:${port}/?ca=${encodeURIComponent(ca)}`;
    await expect(send(elsewhere, 'x')).rejects.toMatchObject(untrusted);
    expect(heard()).toBe('');
  });

  test('in the clear to the port that wants TLS, over TLS to one that does not, to one that is silent: told in time', async () => {
    const { searchParams, port } = new URL(url());
    const began = performance.now();
    const plainly = changed(plain(), (to) => (to.port = port));
    await expect(send(plainly, 'x', patienceMs)).rejects.toMatchObject(inTheClear);
    const toPlain = changed(url(), (to) => (to.port = new URL(plain()).port));
    const told = { kind: expect.stringMatching(/fatal|retryable/) };
    await expect(send(toPlain, 'x', patienceMs)).rejects.toMatchObject(told);
    const toSilent = `${new URL(url()).protocol}//guest:guest@127.0.0.1:${await silent()}/?ca=${encodeURIComponent(searchParams.get('ca')!)}`;
    await expect(send(toSilent, 'x', patienceMs)).rejects.toMatchObject({ kind: 'retryable' });
    expect(performance.now() - began).toBeLessThan(3 * patienceMs + 3000);
  });
});
