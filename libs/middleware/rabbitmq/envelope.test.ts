import { messageOf, publicationOf, type Delivery, type Rabbit } from './index';
import { connectTo, freshTopology, removeTopology } from './testing';

jest.setTimeout(60_000);

describe('a message in AMQP’s own properties', () => {
  const topology = freshTopology();
  let rabbit: Rabbit;

  beforeAll(async () => {
    rabbit = await connectTo(topology);
  });
  afterAll(async () => {
    await rabbit.close();
    await removeTopology(topology);
  });

  const message = {
    id: 'a-1',
    sender: 'a',
    seq: 1,
    key: 'ключ',
    type: 'parley.styles.v1.Żółć',
    contentType: 'application/json',
    // With a trace of its own, as one is given to what has none.
    headers: { empty: '', unicode: '北京', 'x-mine': 'kept', traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` },
    body: Buffer.from([0, 1, 255]),
  };
  const got = (): Promise<Delivery> => rabbit.get(topology.queue);
  const to = { exchange: topology.exchange, routingKey: topology.queue };

  test('comes out as it went in; nothing is wrapped', async () => {
    await rabbit.publisher().publish({ ...to, ...publicationOf(message) });
    const delivery = await got();
    expect(delivery).toMatchObject({ messageId: 'a-1', type: message.type, contentType: message.contentType });
    expect(delivery.body).toEqual(message.body);
    expect(messageOf(delivery)).toEqual(message);
  });

  test('what the broker adds when it hands out again is not the message’s', async () => {
    await rabbit.publisher().publish({ ...to, ...publicationOf({ ...message, key: undefined }) });
    const other = await connectTo(topology);
    const taken = new Promise<void>((resolve) => {
      other.consume({ queue: topology.queue, prefetch: 1, drainMs: 1 }, () => {
        resolve();
        return new Promise(() => undefined);
      });
    });
    await taken;
    await other.close();
    const delivery = await got();
    expect(delivery.headers['x-delivery-count']).toBe('1');
    const { key: _, ...keyless } = message;
    expect(messageOf(delivery)).toEqual(keyless);
  });

  test.each([
    ['no id', { messageId: '' }],
    ['no sender', { headers: { 'parley-seq': '1' } }],
    ['no number', { headers: { 'parley-sender': 'a' } }],
    ['a number that is none', { headers: { 'parley-sender': 'a', 'parley-seq': 'one' } }],
  ])('%s: undecodable', async (_, wrong) => {
    await rabbit.publisher().publish({ ...to, ...publicationOf(message), ...wrong });
    const delivery = await got();
    expect(() => messageOf(delivery)).toThrow(expect.objectContaining({ kind: 'fatal', reason: 'undecodable' }));
  });
});
