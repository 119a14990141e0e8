import { type Consumer, type LogRecord, openProducer, openTransform, readLog } from './index';
import { runScript, until } from '../rabbitmq/testing';
import { freshGroup, freshTopic, removeTopics, testClient } from './testing';

jest.setTimeout(90_000);

describe('read, transform and write in one transaction', () => {
  const open: Consumer[] = [];
  afterEach(() => Promise.all(open.splice(0).map((each) => each.close())));
  afterAll(removeTopics);

  const read = async (topic: string): Promise<LogRecord[]> => {
    const records: LogRecord[] = [];
    for await (const record of readLog(testClient(), { topic, from: 'beginning' })) records.push(record);
    return records;
  };
  const numbers = async (topic: string) => (await read(topic)).map(({ value }) => Number(value)).sort((a, b) => a - b);
  const fill = async (topic: string, count: number): Promise<number[]> => {
    const producer = await openProducer(testClient());
    const all = Array.from({ length: count }, (_, i) => i);
    await Promise.all(all.map((i) => producer.send({ topic, key: `k${i % 5}`, value: Buffer.from(`${i}`) })));
    await producer.close();
    return all.map((i) => 2 * i);
  };
  const double = async (from: string, to: string, groupId: string) => {
    const transform = async (records: LogRecord[]) =>
      records.map(({ key, value }) => ({ topic: to, key, value: Buffer.from(`${2 * Number(value)}`) }));
    const options = { groupId, topics: [from], maxBatch: 3, sessionTimeoutMs: 6000, backoffMs: 1, transform };
    const one = await openTransform(testClient(), options);
    open.push(one);
    return one;
  };
  const child = (from: string, to: string, group: string, step: string) =>
    runScript(`${__dirname}/transform.child.ts`, { FROM: from, TO: to, GROUP: group, STEP: step });

  test.each(['written', 'positioned', 'committed'])('killed when it has %s: each once all the same', async (step) => {
    const [from, to, groupId] = [await freshTopic(2), await freshTopic(2), freshGroup()];
    const doubled = await fill(from, 20);
    const dying = child(from, to, groupId, step);
    const signal = await new Promise((resolve) => dying.once('exit', (_, by) => resolve(by)));
    expect(signal).toBe('SIGKILL');
    expect((await numbers(to)).length).toBeLessThan(20);
    await double(from, to, groupId);
    await until(async () => (await numbers(to)).length >= 20, 40_000);
    expect(await numbers(to)).toEqual(doubled);
  });

  test('taken for dead while it had records in hand: what it writes then counts for nothing', async () => {
    const [from, to, groupId] = [await freshTopic(1), await freshTopic(1), freshGroup()];
    const doubled = await fill(from, 10);
    const zombie = child(from, to, groupId, 'frozen');
    let said = '';
    zombie.stdout?.on('data', (data) => (said += data));
    await until(() => said.includes('has '));
    await double(from, to, groupId);
    await until(async () => (await numbers(to)).length >= 10, 40_000);
    // It is stopped at each batch: woken until it has met the fence and asked for nothing more.
    const more = await fill(from, 1);
    zombie.kill('SIGCONT');
    await until(async () => (await numbers(to)).length >= 11, 40_000);
    expect(await numbers(to)).toEqual([...doubled, ...more].sort((a, b) => a - b));
    zombie.kill('SIGKILL');
  });

  test('transactions that follow at once do not disturb each other, and order stays within a key', async () => {
    const [from, to] = [await freshTopic(4), await freshTopic(4)];
    const doubled = await fill(from, 300);
    await double(from, to, freshGroup());
    await until(async () => (await numbers(to)).length >= 300, 40_000);
    expect(await numbers(to)).toEqual(doubled);
    const byKey = new Map<string, number[]>();
    for (const { key, value } of await read(to)) byKey.set(key, [...(byKey.get(key) ?? []), Number(value)]);
    for (const found of byKey.values()) expect(found).toEqual([...found].sort((a, b) => a - b));
  });
});
