import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readHistory, startEvidence, stopEvidence } from '@parley/evidence';
import { Fatal, Retryable } from '@parley/faults';
import { currentTraceId, span } from '@parley/tracing';
import { withAdmin } from './client';
import { type Consumer, type ConsumerOptions, type LogRecord, openConsumer, openProducer } from './index';
import { runScript, until } from '../rabbitmq/testing';
import { freshGroup, freshTopic, openKafkaProxy, removeTopics, testClient } from './testing';

jest.setTimeout(90_000);

describe('consumer', () => {
  const open: Consumer[] = [];
  afterEach(() => Promise.all(open.splice(0).map((consumer) => consumer.close())));
  afterAll(removeTopics);

  const consume = async (options: Partial<ConsumerOptions> & Pick<ConsumerOptions, 'topics' | 'eachBatch'>) => {
    const defaults = { groupId: freshGroup(), fromBeginning: true, backoffMs: 1 };
    const consumer = await openConsumer(testClient(), { ...defaults, ...options });
    open.push(consumer);
    return consumer;
  };
  const produce = async (topic: string, values: string[], key = 'key'): Promise<void> => {
    const producer = await openProducer(testClient());
    await Promise.all(values.map((value) => producer.send({ topic, key, value: Buffer.from(value) })));
    await producer.close();
  };
  const text = ({ value }: LogRecord) => value.toString();

  test('all that was there and all that comes, in the order of the key', async () => {
    const topic = await freshTopic();
    const seen: string[] = [];
    await produce(topic, ['1', '2', '3']);
    await consume({ topics: [topic], eachBatch: async (records) => void seen.push(...records.map(text)) });
    await until(() => seen.length === 3);
    await produce(topic, ['4', '5']);
    await until(() => seen.length === 5);
    expect(seen).toEqual(['1', '2', '3', '4', '5']);
  });

  test('from the end: nothing of what is appended after `joined` is missed, nothing from before is read', async () => {
    for (let round = 0; round < 5; round += 1) {
      const topic = await freshTopic();
      const seen: string[] = [];
      await produce(topic, ['before']);
      const eachBatch = async (records: LogRecord[]) => void seen.push(...records.map(text));
      const consumer = await consume({ topics: [topic], fromBeginning: false, eachBatch });
      await consumer.joined;
      await produce(topic, ['first', 'second']);
      await until(() => seen.length >= 2);
      expect(seen).toEqual(['first', 'second']);
      await consumer.close();
    }
  });

  test('from the end: what comes while a group that has read nothing is away waits for it', async () => {
    const topic = await freshTopic();
    const options = { groupId: freshGroup(), fromBeginning: false, topics: [topic] };
    const seen: string[] = [];
    const early = await consume({ ...options, eachBatch: async () => undefined });
    await early.joined;
    await early.close();
    await produce(topic, ['meanwhile']);
    await consume({ ...options, eachBatch: async (records) => void seen.push(...records.map(text)) });
    await until(() => seen.length === 1);
  });

  test.each([SyntaxError, TypeError, RangeError, ReferenceError, Error])(
    'a handler that throws a %p does not stop the consumer; the record ends with onDead after 3 attempts',
    async (Thrown) => {
      const topic = await freshTopic();
      const seen: string[] = [];
      const dead: [string, unknown][] = [];
      let attempts = 0;
      await produce(topic, ['1', 'poison', '2']);
      await consume({
        topics: [topic],
        attempts: 3,
        onDead: (record, error) => void dead.push([text(record), error]),
        eachBatch: async (records) => {
          if (records.length === 1 && records.map(text).includes('poison')) attempts += 1;
          if (records.map(text).includes('poison')) throw new Thrown('poison');
          seen.push(...records.map(text));
        },
      });
      await until(() => seen.length === 2);
      expect(seen).toEqual(['1', '2']);
      expect(dead).toEqual([['poison', expect.any(Thrown)]]);
      expect(attempts).toBe(3);
      await produce(topic, ['3']);
      await until(() => seen.includes('3'));
    },
  );

  test('Fatal is not tried again; Retryable tries the whole batch again', async () => {
    const topic = await freshTopic(1);
    const calls: string[] = [];
    const dead: string[] = [];
    let failures = 2;
    await produce(topic, ['a', 'undecodable', 'b']);
    await consume({
      topics: [topic],
      onDead: (record) => void dead.push(text(record)),
      eachBatch: async (records) => {
        calls.push(records.map(text).join());
        if (failures > 0) {
          failures -= 1;
          throw new Retryable('the store is busy');
        }
        if (records.map(text).includes('undecodable')) throw new Fatal('undecodable', { reason: 'undecodable' });
      },
    });
    await until(() => calls.includes('b'));
    const whole = 'a,undecodable,b';
    expect(calls).toEqual([whole, whole, whole, 'a', 'undecodable', 'b']);
    expect(dead).toEqual(['undecodable']);
  });

  test('without onDead, and when it fails, nothing is skipped', async () => {
    const topic = await freshTopic(1);
    let refusals = 2;
    const dead: string[] = [];
    const seen: string[] = [];
    await produce(topic, ['poison', 'good']);
    await consume({
      topics: [topic],
      attempts: 1,
      onDead: (record) => {
        refusals -= 1;
        if (refusals >= 0) throw new Error('no store');
        dead.push(text(record));
      },
      eachBatch: async (records) => {
        if (records.map(text).includes('poison')) throw new Error('poison');
        seen.push(...records.map(text));
      },
    });
    await until(() => seen.length === 1);
    expect(dead).toEqual(['poison']);
  });

  test('killed after the effect and before the commit: delivered again', async () => {
    const topic = await freshTopic(1);
    const groupId = freshGroup();
    await produce(topic, ['1', '2', '3']);
    const child = runScript(`${__dirname}/killed-consumer.child.ts`, { TOPIC: topic, GROUP: groupId });
    const code = await new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
    expect(code).toBe('SIGKILL');
    const seen: string[] = [];
    await consume({
      topics: [topic],
      groupId,
      eachBatch: async (records) => void seen.push(...records.map(text)),
    });
    await until(() => seen.length >= 3, 40_000);
    expect(seen).toEqual(['1', '2', '3']);
  });

  test('committed before the effect, and killed: gone, and what comes later is delivered', async () => {
    const topic = await freshTopic(1);
    const groupId = freshGroup();
    await produce(topic, ['1', '2', '3']);
    const env = { TOPIC: topic, GROUP: groupId, COMMITS: 'before' };
    const child = runScript(`${__dirname}/killed-consumer.child.ts`, env);
    expect(await new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)))).toBe('SIGKILL');
    await produce(topic, ['4']);
    const seen: string[] = [];
    const eachBatch = async (records: LogRecord[]) => void seen.push(...records.map(text));
    await consume({ topics: [topic], groupId, commits: 'before', eachBatch });
    await until(() => seen.includes('4'), 40_000);
    expect(seen).toEqual(['4']);
  });

  test('committed before the effect: each record is tried once, by itself, and a failure takes no other with it', async () => {
    const topic = await freshTopic(1);
    const calls: string[] = [];
    const dead: string[] = [];
    await produce(topic, ['1', 'poison', '2']);
    await consume({
      topics: [topic],
      commits: 'before',
      onDead: (record) => void dead.push(text(record)),
      eachBatch: async (records) => {
        calls.push(records.map(text).join());
        if (records.map(text).includes('poison')) throw new Retryable('not now');
      },
    });
    await until(() => calls.includes('2'));
    expect(calls).toEqual(['1', 'poison', '2']);
    expect(dead).toEqual(['poison']);
  });

  test('who commits nothing begins at the beginning each time', async () => {
    const topic = await freshTopic(1);
    const groupId = freshGroup();
    await produce(topic, ['1', '2']);
    for (let round = 0; round < 2; round += 1) {
      const seen: string[] = [];
      const eachBatch = async (records: LogRecord[]) => void seen.push(...records.map(text));
      const consumer = await consume({ topics: [topic], groupId, commits: 'never', eachBatch });
      await until(() => seen.length === 2);
      await consumer.close();
    }
  });

  test('committed after the handler: the next member of the group goes on where it ended', async () => {
    const topic = await freshTopic(1);
    const groupId = freshGroup();
    const first: string[] = [];
    const second: string[] = [];
    await produce(topic, ['1', '2']);
    const one = await consume({
      topics: [topic],
      groupId,
      eachBatch: async (records) => void first.push(...records.map(text)),
    });
    await until(() => first.length === 2);
    await one.drain();
    await produce(topic, ['3']);
    await consume({ topics: [topic], groupId, eachBatch: async (records) => void second.push(...records.map(text)) });
    await until(() => second.length > 0);
    expect(second).toEqual(['3']);
  });

  test('two members share the partitions, a third group gets all', async () => {
    const topic = await freshTopic(4);
    const groupId = freshGroup();
    const seen: LogRecord[][] = [[], [], []];
    const member = (i: number, group: string) =>
      consume({ topics: [topic], groupId: group, eachBatch: async (records) => void seen[i]?.push(...records) });
    const members = [await member(0, groupId), await member(1, groupId), await member(2, freshGroup())];
    await Promise.all(members.map((each) => each.joined));
    const producer = await openProducer(testClient());
    const shared = () => (seen[0]?.length ?? 0) > 0 && (seen[1]?.length ?? 0) > 0;
    let sent = 0;
    await until(async () => {
      await producer.send({ topic, key: `key-${sent}`, value: Buffer.from(String(sent)) });
      sent += 1;
      return shared();
    });
    await producer.close();
    const distinct = (records: LogRecord[]) => new Set(records.map(text)).size;
    await until(() => distinct(seen.slice(0, 2).flat()) === sent && distinct(seen[2] ?? []) === sent);
  });

  test('a handler that takes longer than the session is not thrown out of the group', async () => {
    const topic = await freshTopic(1);
    const seen: string[] = [];
    await produce(topic, ['slow']);
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    let calls = 0;
    await consume({
      topics: [topic],
      sessionTimeoutMs: 6000,
      eachBatch: async (records) => {
        calls += 1;
        await gate;
        seen.push(...records.map(text));
      },
    });
    await until(() => calls === 1);
    const slept = performance.now();
    await until(() => performance.now() - slept > 8000);
    release();
    await produce(topic, ['next']);
    await until(() => seen.includes('next'));
    expect(seen).toEqual(['slow', 'next']);
  });

  test('the trace goes along; evidence tells how far each record came', async () => {
    const topic = await freshTopic();
    const dir = mkdtempSync(join(tmpdir(), 'evidence-'));
    startEvidence({ dir, run: 'run', process: 'test' });
    const records: LogRecord[] = [];
    await consume({ topics: [topic], eachBatch: async (batch) => void records.push(...batch) });
    const producer = await openProducer(testClient());
    let trace: string | undefined;
    await span({ name: 'root', kind: 'internal', style: 'kafka', channel: topic, parent: {} }, async () => {
      trace = currentTraceId();
      await producer.send({ topic, key: 'key', value: Buffer.from('x'), headers: { 'ce-id': 'event-1' } });
    });
    await until(() => readHistory(dir).some(({ event }) => event === 'settled'));
    stopEvidence();
    await producer.close();
    expect(records[0]?.headers.traceparent).toContain(trace);
    const seen = readHistory(dir).map(({ event, msg, channel }) => [event, msg.id, channel]);
    const order = ['submitted', 'sent', 'stored', 'returned', 'received', 'delivered', 'processed', 'settled'];
    expect(seen.sort()).toEqual(order.map((event) => [event, 'event-1', topic]).sort());
  });

  test('a topic that is not there is Fatal, and is not made by subscribing', async () => {
    const options = { topics: ['test.no.such.topic'], eachBatch: async () => undefined };
    await expect(consume(options)).rejects.toMatchObject({ kind: 'fatal', reason: 'no-topic' });
    const names = await withAdmin(testClient(), 'topics', (admin) => admin.listTopics());
    expect(names).not.toContain('test.no.such.topic');
  });

  test('the broker cut off and back: the consumer goes on, nothing is lost', async () => {
    const topic = await freshTopic(1);
    const seen: string[] = [];
    const proxy = await openKafkaProxy();
    const consumer = await openConsumer(testClient([`127.0.0.1:${proxy.port}`]), {
      groupId: freshGroup(),
      topics: [topic],
      fromBeginning: true,
      eachBatch: async (records) => void seen.push(...records.map(text)),
    });
    open.push(consumer);
    await produce(topic, ['1']);
    await until(() => seen.length === 1);
    proxy.refuse(true);
    proxy.cut();
    await produce(topic, ['2']);
    proxy.refuse(false);
    await until(() => seen.includes('2'), 40_000);
    await consumer.close();
    await proxy.close();
  });

  test('closing twice, and before it has joined', async () => {
    const topic = await freshTopic();
    const consumer = await consume({ topics: [topic], eachBatch: async () => undefined });
    await Promise.all([consumer.close(), consumer.drain(), consumer.close()]);
  });
});
