import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onMoto } from '@parley/brokers';
import { awsPlace, openKinesisConsumer, openKinesisProducer, type KinesisRecord } from '@parley/middleware/kinesis';
import type { Finding, Show } from '@parley/roles';
import { table, until } from '@parley/staging';
import { shards, stream, streamAt } from '../stream';

const keys = ['red', 'teal', 'grey', 'green', 'blue', 'navy'];
const rounds = 4;

/** Records that stand behind a greater one. */
const inversions = (numbers: number[]): number =>
  numbers.filter((one, at) => numbers.slice(0, at).some((other) => other > one)).length;

const numberOf = ({ data }: KinesisRecord): number => Number(data.toString());

export const show: Show = {
  title: 'Shards: the key decides, each consumer keeps its own place, and may read all of it again',
  rows: ['S42'],
  run: async ({ say, out }): Promise<Finding[]> => {
    const folder = mkdtempSync(join(out, 'kinesis-'));
    const ground = await onMoto('kinesis')();
    try {
      const place = awsPlace(ground.connect('show', 0)[0], 'kinesis');
      await streamAt(place, 10_000);
      const producer = openKinesisProducer(place, stream);
      const put = async (from: number) => {
        const numbers = Array.from({ length: keys.length * rounds }, (_, n) => from + n);
        for (const number of numbers)
          await producer.put({ key: keys[number % keys.length]!, data: Buffer.from(`${number}`) });
        return numbers.length;
      };
      /** Reads as this consumer until it has so many records; leaves how far it came. */
      const read = async (name: string, count: number): Promise<KinesisRecord[]> => {
        const records: KinesisRecord[] = [];
        const consumer = await openKinesisConsumer(place, {
          stream,
          checkpoints: join(folder, `${name}.json`),
          decode: (record) => record,
          handle: async (record) => void records.push(record),
          refused: ({ message }) => say(message),
          failed: ({ message }) => say(message),
        });
        await until(() => records.length >= count, 10_000);
        await consumer.close();
        return records;
      };

      const early = await put(0);
      const first = await read('first', early);
      const late = await put(early);
      const rest = await read('first', late);
      const all = await read('second', early + late);
      await producer.close();

      const ids = [...new Set(all.map(({ shard }) => shard))].sort();
      const of = (shard: string) => all.filter((record) => record.shard === shard);
      const rows = ids.map((shard) => [
        shard,
        [...new Set(of(shard).map(({ key }) => key))].join(' '),
        of(shard).length,
        inversions(of(shard).map(numberOf)),
      ]);
      for (const line of table(['shard', 'keys', 'records', 'out of order'], rows)) say(line);
      const homes = keys.map((key) => new Set(all.filter((each) => each.key === key).map(({ shard }) => shard)).size);
      say(
        `first read ${first.length}, ended, and came again: ${rest.length} more, from number ${Math.min(...rest.map(numberOf))}`,
      );
      say(
        `second came when all had been read by another: ${all.length}, from number ${Math.min(...all.map(numberOf))}`,
      );
      return [
        {
          says: 'a key is always in the same shard, and the keys are spread over the shards',
          measured: `${homes.filter((count) => count === 1).length} of ${keys.length} keys in one shard each, ${ids.length} shards`,
          holds: homes.every((count) => count === 1) && ids.length === shards,
        },
        {
          says: 'a shard is one sequence',
          measured: `${rows.reduce((sum, row) => sum + Number(row[3]), 0)} out of order`,
          holds: rows.every((row) => row[3] === 0),
        },
        {
          says: 'a consumer goes on where its checkpoint is',
          measured: `${first.length}, then ${rest.length}`,
          holds: first.length === early && rest.length === late && rest.every((record) => numberOf(record) >= early),
        },
        {
          says: 'what was read is still there: another consumer reads all from the beginning (TRIM_HORIZON)',
          measured: `${all.length} of ${early + late}`,
          holds: all.length === early + late,
        },
      ];
    } finally {
      await ground.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
