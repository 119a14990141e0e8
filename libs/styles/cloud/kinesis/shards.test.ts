import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fatal } from '@parley/faults';
import { awsPlace, openKinesisConsumer, openKinesisProducer, type AwsPlace } from '@parley/middleware/kinesis';
import { until } from '@parley/staging';
import { openService } from './service.fixture';
import { stream, streamAt } from './stream';

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'parley-shards-'));
let service: Awaited<ReturnType<typeof openService>>;
let place: AwsPlace;
beforeAll(async () => {
  service = await openService();
  place = awsPlace(service.address, 'kinesis');
});
beforeEach(() => streamAt(place, 20_000));
const opened: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(opened.splice(0).map((close) => close())));
afterAll(async () => {
  await service.close();
  rmSync(folder, { recursive: true, force: true });
});

const keys = Array.from({ length: 12 }, (_, n) => `key-${n}`);
const hash = 2n ** 128n;
const shardOf = (n: number): string => `shardId-${String(n).padStart(12, '0')}`;

interface Read {
  key: string;
  number: number;
  shard: string;
}

/** A consumer of its own that is slow at two shards, which it so reads to their ends later than their neighbours. */
const reading = async (name: string) => {
  const read: Read[] = [];
  const failures: Fatal[] = [];
  const consumer = await openKinesisConsumer(place, {
    stream,
    checkpoints: join(folder, `${name}.json`),
    pollMs: 50,
    decode: ({ key, data, shard }) => ({ key, shard, number: Number(data.toString()) }),
    handle: async (one) => {
      if (one.shard === shardOf(0) || one.shard === shardOf(3)) await pause(15);
      read.push(one);
    },
    refused: (error) => failures.push(error),
    failed: (error) => failures.push(error),
  });
  opened.push(consumer.close);
  return { read, failures, ...consumer };
};

/** Pairs of one key where the later one was read first. */
const inversions = (read: Read[]): string[] =>
  keys.flatMap((key) =>
    read
      .filter((one) => one.key === key)
      .flatMap(({ number }, at, all) => (at > 0 && all[at - 1]!.number > number ? [`${key}: ${number}`] : [])),
  );

describe('shards that are split and merged', () => {
  it('are read on: nothing is lost, none twice, and a key keeps its order', async () => {
    const producer = openKinesisProducer(place, stream);
    opened.push(producer.close);
    let count = 0;
    const put = async (): Promise<void> => {
      const numbers = Array.from({ length: 60 }, () => (count += 1));
      await Promise.all(
        numbers.map((number) => producer.put({ key: keys[number % 12]!, data: Buffer.from(`${number}`) })),
      );
    };
    const live = await reading('live');
    await put();
    await until(() => live.read.length > 5, 10_000);
    // What the consumer wants to know next, who comes after the shard that has ended, it is not told at first.
    Object.assign(service.failing, { operation: 'ListShards', times: 8 });
    const StreamName = place.nameOf(stream);
    await service.call('SplitShard', { StreamName, ShardToSplit: shardOf(0), NewStartingHashKey: String(hash / 4n) });
    await put();
    await until(() => live.read.some(({ shard }) => shard === shardOf(3)), 20_000);
    await put();
    await service.call('MergeShards', { StreamName, ShardToMerge: shardOf(2), AdjacentShardToMerge: shardOf(3) });
    await put();
    await until(() => live.read.length >= count, 20_000);
    const late = await reading('late');
    await until(() => late.read.length >= count, 20_000);
    const all = Array.from({ length: count }, (_, n) => n + 1);
    for (const { read, failures } of [live, late]) {
      expect(read.map(({ number }) => number).sort((a, b) => a - b)).toEqual(all);
      expect(inversions(read)).toEqual([]);
      expect(new Set(read.map(({ shard }) => shard))).toEqual(new Set([0, 1, 2, 3, 4].map(shardOf)));
      expect(failures).toEqual([]);
    }
    expect(service.failing.times).toBe(0);
  });
});

describe('what will not be better another time', () => {
  it('ends the consumer, which says so once', async () => {
    const consumer = await reading('ended');
    await service.call('DeleteStream', { StreamName: place.nameOf(stream) });
    await consumer.ended;
    expect(consumer.failures).toEqual([expect.objectContaining({ kind: 'fatal', reason: 'not-found' })]);
  });
});
