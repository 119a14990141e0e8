import { onKafkaSasl } from '@parley/brokers';
import { ensureTopics, kafkaClient, kafkaPlace, openConsumer, openProducer } from '@parley/middleware/kafka';
import type { Ground } from '@parley/roles';
import { accountOf, partsOf } from './account';

jest.setTimeout(60_000);

const azure =
  'Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=sender;SharedAccessKey=c2VjcmV0LWtleQ==;EntityPath=orders';

describe('a connection string', () => {
  test('says where the namespace is, and is the password itself', () => {
    expect(partsOf(azure)).toEqual({
      host: 'shop.servicebus.windows.net',
      keyName: 'sender',
      key: 'c2VjcmV0LWtleQ==',
      hub: 'orders',
    });
    expect(accountOf(azure)).toEqual({
      brokers: ['shop.servicebus.windows.net:9093'],
      prefix: 'orders',
      credentials: { username: '$ConnectionString', password: azure },
    });
  });

  test.each([
    'Endpoint=sb://shop.servicebus.windows.net/',
    'Endpoint=http://shop/;SharedAccessKeyName=a;SharedAccessKey=secret',
    'Endpoint=sb://shop/;SharedAccessKeyName=a;SharedAccessKey=',
    'Endpoint=sb://shop/;SharedAccessKeyName=;SharedAccessKey=secret',
  ])('%j is refused, and its key is shown to nobody', (text) => {
    expect(() => accountOf(text)).toThrow(expect.objectContaining({ kind: 'fatal', reason: 'credentials' }));
    expect(() => accountOf(text)).not.toThrow(/secret/);
  });
});

describe('SASL PLAIN over TLS', () => {
  let ground: Ground;
  let address: string;
  beforeAll(async () => {
    ground = await onKafkaSasl()();
    [address = ''] = ground.connect!('setup', 0);
  });
  afterAll(() => ground.close());
  const client = (credentials: ReturnType<typeof accountOf>['credentials'] | undefined) =>
    kafkaClient({ brokers: kafkaPlace(address).brokers, clientId: 'test', log: () => undefined, credentials });
  const record = (topic: string) => ({ topic, key: 'k', value: Buffer.from('v') });

  test('with a wrong key nobody is let in, at once and for good: producer, consumer, administration', async () => {
    const wrong = client(accountOf(address, { shown: 'wrong' }).credentials);
    const refused = { kind: 'fatal', reason: 'credentials' };
    await expect(openProducer(wrong, { deadlineMs: 20_000 })).rejects.toMatchObject(refused);
    const consumer = { groupId: 'g', topics: ['t'], eachBatch: async () => undefined };
    await expect(openConsumer(wrong, consumer)).rejects.toMatchObject(refused);
    await expect(ensureTopics(wrong, [{ name: 't', partitions: 1, retentionMs: -1 }])).rejects.toMatchObject(refused);
  });

  test('a certificate of no authority that is known: refused, before a password is told', async () => {
    const { username, password } = accountOf(address).credentials;
    await expect(openProducer(client({ username, password }), { deadlineMs: 20_000 })).rejects.toMatchObject({
      kind: 'fatal',
      reason: 'untrusted',
    });
  });

  test('in plain text, without credentials: nobody answers, and it is said in time', async () => {
    await expect(openProducer(client(undefined), { deadlineMs: 2000 })).rejects.toMatchObject({ kind: 'retryable' });
  });

  test('with the right key: the same protocol as any Kafka', async () => {
    const right = client(accountOf(address).credentials);
    const topic = `${kafkaPlace(address).prefix}.hub`;
    await ensureTopics(right, [{ name: topic, partitions: 1, retentionMs: 3_600_000 }]);
    const producer = await openProducer(right);
    expect(await producer.send(record(topic))).toEqual({ partition: 0, offset: '0' });
    await producer.close();
  });
});
