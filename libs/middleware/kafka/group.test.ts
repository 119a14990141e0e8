import { withAdmin } from './client';
import { type Consumer, type ConsumerOptions, type LogRecord, openConsumer, openProducer } from './index';
import { until } from '../rabbitmq/testing';
import { freshGroup, freshTopic, openKafkaProxy, removeTopics, testClient } from './testing';

jest.setTimeout(120_000);

const GROUP_AUTHORIZATION_FAILED = 30;

describe('member of a group', () => {
  const open: Consumer[] = [];
  afterEach(() => Promise.all(open.splice(0).map((consumer) => consumer.close())));
  afterAll(removeTopics);

  const consume = async (
    client = testClient(),
    options: Partial<ConsumerOptions> & Pick<ConsumerOptions, 'topics'>,
  ) => {
    const defaults = { groupId: freshGroup(), fromBeginning: true, backoffMs: 1, eachBatch: async () => undefined };
    const consumer = await openConsumer(client, { ...defaults, ...options });
    open.push(consumer);
    return consumer;
  };
  const produce = async (topic: string, values: string[]): Promise<void> => {
    const producer = await openProducer(testClient());
    await Promise.all(values.map((value) => producer.send({ topic, key: value, value: Buffer.from(value) })));
    await producer.close();
  };
  const text = ({ value }: LogRecord) => value.toString();
  const committed = async (groupId: string, topic: string): Promise<string[]> => {
    const [found] = await withAdmin(testClient(), 'offsets', (admin) =>
      admin.fetchOffsets({ groupId, topics: [topic] }),
    );
    return (found?.partitions ?? []).map(({ offset }) => offset);
  };

  const group = async (groupId: string) =>
    (await withAdmin(testClient(), 'group', (admin) => admin.describeGroups([groupId]))).groups[0];
  const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => String(from + i));

  test('kafkajs ends by an error that it does not repeat: the consumer is started again, nothing is missed', async () => {
    const topic = await freshTopic(1);
    const proxy = await openKafkaProxy();
    const said: [string, Record<string, unknown> | undefined][] = [];
    const client = testClient([`127.0.0.1:${proxy.port}`], (what, detail) => void said.push([what, detail]));
    const seen: string[] = [];
    await consume(client, { topics: [topic], eachBatch: async (records) => void seen.push(...records.map(text)) });
    await produce(topic, ['1']);
    await until(() => seen.length === 1);
    proxy.failHeartbeat(GROUP_AUTHORIZATION_FAILED);
    // On a busy machine kafkajs may have ended before by another error, one that it repeats.
    const forGood = ([what, detail]: (typeof said)[number]) =>
      what === 'consumer crashed' && (detail as { restart?: boolean }).restart === false;
    await until(() => said.some(forGood));
    await produce(topic, ['2']);
    await until(() => seen.includes('2'), 40_000);
    expect(seen).toEqual(['1', '2']);
    await open.pop()?.close();
    await proxy.close();
  });

  test('the broker in a black hole: not alive within the session timeout; back: alive', async () => {
    const topic = await freshTopic(1);
    const proxy = await openKafkaProxy();
    const consumer = await consume(testClient([`127.0.0.1:${proxy.port}`]), {
      topics: [topic],
      sessionTimeoutMs: 6000,
    });
    await consumer.joined;
    const joined = consumer.lastHeartbeat();
    await until(() => consumer.lastHeartbeat() > joined);
    expect(consumer.isAlive()).toBe(true);
    proxy.blackHole(true);
    await until(() => !consumer.isAlive(), 8000);
    proxy.blackHole(false);
    proxy.cut();
    await until(() => consumer.isAlive(), 60_000);
    await open.pop()?.close();
    await proxy.close();
  });

  test('a second member joins while the first has a batch in hand: nothing is lost or done twice', async () => {
    const topic = await freshTopic(2);
    const groupId = freshGroup();
    const seen: string[] = [];
    const said: string[] = [];
    let inHand = false;
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    await produce(topic, numbers(0, 20));
    await consume(
      testClient(undefined, (what) => void said.push(what)),
      {
        topics: [topic],
        groupId,
        eachBatch: async (records) => {
          inHand = true;
          await gate;
          seen.push(...records.map(text));
        },
      },
    );
    await until(() => inHand);
    const second = consume(testClient(), {
      topics: [topic],
      groupId,
      eachBatch: async (records) => void seen.push(...records.map(text)),
    });
    await until(() => said.includes('heartbeat failed with records in hand'));
    release();
    await (
      await second
    ).joined;
    await until(() => seen.length >= 20, 40_000);
    await produce(topic, numbers(20, 40));
    await until(() => new Set(seen).size === 40, 40_000);
    expect(seen).toHaveLength(40);
  });

  test('the group goes on without a member: its late commit is refused, and it joins again', async () => {
    const topic = await freshTopic(1);
    const groupId = freshGroup();
    const seen: [string, string][] = [];
    let inHand = false;
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const said: string[] = [];
    await produce(topic, ['1', '2']);
    await consume(
      testClient(undefined, (what) => void said.push(what)),
      {
        topics: [topic],
        groupId,
        sessionTimeoutMs: 6000,
        eachBatch: async (records) => {
          inHand = true;
          await gate;
          for (const record of records) seen.push(['first', text(record)]);
        },
      },
    );
    await until(() => inHand);
    const by = (name: string) => seen.filter(([who]) => who === name).map(([, what]) => what);
    const second = await consume(testClient(), {
      topics: [topic],
      groupId,
      sessionTimeoutMs: 6000,
      eachBatch: async (records) => {
        for (const record of records) seen.push(['second', text(record)]);
      },
    });
    // The broker waits for the first member for three session timeouts.
    await until(() => by('second').length === 2, 40_000);
    await produce(topic, ['3']);
    await until(() => by('second').length === 3);
    await until(async () => (await committed(groupId, topic))[0] === '3');
    release();
    await until(() => by('first').length === 2);
    // Had its commit been taken, the partition would stand at 2 again.
    await until(async () => {
      const { state, members } = (await group(groupId)) ?? {};
      return state === 'Stable' && members?.length === 2;
    }, 30_000);
    expect(await committed(groupId, topic)).toEqual(['3']);
    await second.close();
    await produce(topic, ['4']);
    await until(() => by('first').includes('4'), 40_000);
    expect(by('first')).toEqual(['1', '2', '4']);
    expect(said).not.toContain('consumer crashed');
  });
});
