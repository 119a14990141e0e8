import { type LogRecord, openProducer, readLog } from './index';
import { runScript, until } from '../rabbitmq/testing';
import { freshTopic, type KafkaProxy, openKafkaProxy, removeTopics, testClient } from './testing';

jest.setTimeout(90_000);

describe('producer without its broker', () => {
  let proxy: KafkaProxy;
  beforeEach(async () => {
    proxy = await openKafkaProxy();
  });
  afterEach(() => proxy.close());
  afterAll(removeTopics);

  const through = () => testClient([`127.0.0.1:${proxy.port}`]);
  const record = (topic: string, text: string) => ({ topic, key: 'key', value: Buffer.from(text) });
  const all = async (topic: string): Promise<string[]> => {
    const records: LogRecord[] = [];
    for await (const each of readLog(testClient(), { topic, from: 'beginning' })) records.push(each);
    return records.map(({ value }) => value.toString());
  };
  const kindsOf = (results: PromiseSettledResult<unknown>[]) =>
    results.map((result) => (result.status === 'fulfilled' ? 'ok' : result.reason.kind));

  test('a short outage: all arrives, once, in order', async () => {
    const topic = await freshTopic();
    const producer = await openProducer(through(), { lingerMs: 0 });
    await producer.send(record(topic, '0'));
    proxy.refuse(true);
    proxy.cut();
    const sent = ['1', '2', '3'].map((text) => producer.send(record(topic, text)));
    const down = performance.now();
    await until(() => performance.now() - down > 1500);
    proxy.refuse(false);
    await Promise.all(sent);
    expect(await all(topic)).toEqual(['0', '1', '2', '3']);
    await producer.close();
  });

  test.each(['cut off', 'in a black hole'])('%s: every send settles by the deadline, then all goes on', async (how) => {
    const topic = await freshTopic();
    const producer = await openProducer(through(), { lingerMs: 0, maxBatch: 2, deadlineMs: 1500 });
    await producer.send(record(topic, '0'));
    proxy.refuse(how === 'cut off');
    proxy.blackHole(how !== 'cut off');
    if (how === 'cut off') proxy.cut();
    const results = await Promise.allSettled(['1', '2', '3', '4'].map((text) => producer.send(record(topic, text))));
    expect(kindsOf(results)).toEqual(['unknown', 'unknown', 'retryable', 'retryable']);
    proxy.refuse(false);
    proxy.blackHole(false);
    proxy.cut();
    await producer.send(record(topic, '5'));
    expect((await all(topic)).filter((text) => text !== '1' && text !== '2')).toEqual(['0', '5']);
    await producer.close();
  });

  test('what follows a batch that was given up is not taken for its repetition', async () => {
    const topic = await freshTopic();
    const producer = await openProducer(through(), { lingerMs: 0, deadlineMs: 1500 });
    await producer.send(record(topic, '0'));
    proxy.loseAnswers(1);
    const lost = producer.send(record(topic, 'written, not answered')).catch((error) => error);
    await until(() => proxy.lost() === 1);
    proxy.refuse(true);
    proxy.cut();
    expect(await lost).toMatchObject({ kind: 'unknown' });
    proxy.refuse(false);
    await producer.send(record(topic, 'next'));
    expect(await all(topic)).toEqual(['0', 'written, not answered', 'next']);
    await producer.close();
  });

  test('close without the broker settles every promise', async () => {
    const topic = await freshTopic();
    const producer = await openProducer(through(), { lingerMs: 0, maxBatch: 1, closeMs: 500 });
    await producer.send(record(topic, '0'));
    proxy.blackHole(true);
    const sent = ['1', '2'].map((text) => producer.send(record(topic, text)));
    const [results] = await Promise.all([Promise.allSettled(sent), producer.close()]);
    expect(kindsOf(results)).toEqual(['unknown', 'retryable']);
  });

  test('a broker that is not there is given up at the deadline', async () => {
    proxy.refuse(true);
    await expect(openProducer(through(), { deadlineMs: 500 })).rejects.toMatchObject({ kind: 'retryable' });
  });

  test.each(['with', 'without'])('a process that closes %s its broker ends by itself', async (how) => {
    const topic = await freshTopic();
    const brokers = `127.0.0.1:${proxy.port}`;
    const child = runScript(`${__dirname}/close.child.ts`, { TOPIC: topic, PARLEY_TEST_KAFKA_BROKERS: brokers });
    let said = '';
    child.stdout?.on('data', (data) => (said += data));
    const exit = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
    await until(() => said.includes('running'));
    if (how === 'without') {
      proxy.refuse(true);
      proxy.cut();
    }
    child.stdin?.end('close\n');
    expect(await exit).toBe(0);
    expect(said).toContain('closed');
  });
});
