import { cutLog, ensureTopics, type Follower, followLog, openCut, openProducer, type Producer, rangeOf } from './index';
import { until } from '../rabbitmq/testing';
import { withAdmin } from './client';
import { brokers, freshTopic, removeTopics, testClient } from './testing';

jest.setTimeout(60_000);

describe('following a log of one partition', () => {
  let topic: string;
  let producer: Producer;
  const open: { close(): Promise<void> }[] = [];
  beforeEach(async () => {
    topic = await freshTopic(1);
    producer = await openProducer(testClient(), { lingerMs: 0 });
    open.push(producer);
  });
  afterEach(() => Promise.all(open.splice(0).map((each) => each.close())));
  afterAll(removeTopics);

  const append = async (from: number, to: number) => {
    const all = Array.from({ length: to - from + 1 }, (_, at) => from + at);
    await Promise.all(all.map((n) => producer.send({ topic, key: 'k', value: Buffer.from(`${n}`) })));
  };
  const follow = async (from: number, { client = testClient(), failing = (): boolean => false } = {}) => {
    const seen: number[] = [];
    let next = from;
    const follower: Follower = await followLog(client, {
      topic,
      next: () => BigInt(next),
      eachBatch: async (records) => {
        if (failing()) throw new SyntaxError('not now');
        seen.push(...records.map(({ value }) => Number(value)));
        next = Number(records.at(-1)!.offset) + 1;
      },
    });
    open.push(follower);
    await follower.positioned;
    return { seen, follower };
  };

  test('from an offset on, in order, then what is appended; two followers share nothing', async () => {
    await append(0, 9);
    const [one, two] = [await follow(4), await follow(0)];
    await append(10, 12);
    await until(() => one.seen.length === 9 && two.seen.length === 13);
    expect(one.seen).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(two.seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(one.follower.isAlive()).toBe(true);
  });

  test('what a reader throws on comes again, a SyntaxError too, which would stop kafkajs', async () => {
    let left = 2;
    await append(0, 2);
    const { seen } = await follow(0, { failing: () => left-- > 0 });
    await until(() => seen.length === 3, 20_000);
    expect(seen).toEqual([0, 1, 2]);
  });

  test('a log that was cut beyond what is wanted goes on where it begins', async () => {
    await append(0, 9);
    await cutLog(testClient(), topic, 6n);
    await cutLog(testClient(), topic, 3n);
    expect(await rangeOf(testClient(), topic, 'beginning')).toEqual([{ partition: 0, start: 6n, end: 10n }]);
    const { seen } = await follow(2);
    await until(() => seen.length === 4, 20_000);
    expect(seen).toEqual([6, 7, 8, 9]);
  });

  test('cut off from the broker it gets nothing, and goes on where it was when the way is open again', async () => {
    const cut = await openCut(brokers());
    open.push(cut);
    const { seen } = await follow(0, { client: testClient(cut.brokers) });
    await append(0, 1);
    await until(() => seen.length === 2);
    cut.apart(true);
    await append(2, 3);
    const { seen: whole } = await follow(0);
    await until(() => whole.length === 4);
    expect(seen).toEqual([0, 1]);
    cut.apart(false);
    await until(() => seen.length === 4, 20_000);
    expect(seen).toEqual([0, 1, 2, 3]);
  });

  test('a safe topic loses nothing that was acknowledged, and drops nothing by key', async () => {
    const name = `${topic}.safe`;
    await ensureTopics(testClient(), [{ name, partitions: 1, retentionMs: -1, safe: true }]);
    const configNames = ['min.insync.replicas', 'unclean.leader.election.enable', 'cleanup.policy'];
    const { resources } = await withAdmin(testClient(), 'configs', (admin) =>
      admin.describeConfigs({ includeSynonyms: false, resources: [{ type: 2, name, configNames }] }),
    );
    await withAdmin(testClient(), 'clean up', (admin) => admin.deleteTopics({ topics: [name] }));
    const found = resources[0]!.configEntries.map(({ configName, configValue }) => [configName, configValue]);
    // One broker: only itself can have it.
    expect(Object.fromEntries(found)).toEqual({
      'min.insync.replicas': '1',
      'unclean.leader.election.enable': 'false',
      'cleanup.policy': 'delete',
    });
  });
});
