import { onKafka } from '@parley/brokers';
import { kafkaClient, kafkaPlace, type LogRecord, openProducer, readLog } from '@parley/middleware/kafka';
import type { Finding, Show } from '@parley/roles';
import { table } from '@parley/staging';
import { setUp } from '../setup';
import { partitions, topicOf } from '../style';

const keys = ['red', 'teal', 'grey', 'green', 'blue', 'navy', 'pink', 'cyan'];
const rounds = 5;

/** Pairs that stand the other way round than they were acknowledged, one after the other. */
const inversions = (numbers: number[]): number =>
  numbers.reduce((sum, one, at) => sum + numbers.slice(at + 1).filter((other) => other < one).length, 0);

/** The deck's figure: four partitions, two producers that know nothing of each other, events with keys. */
export const show: Show = {
  title: 'Four partitions and two producers: the key decides the partition, and order ends at its border',
  rows: ['S38'],
  run: async ({ say }): Promise<Finding[]> => {
    const ground = await onKafka()();
    try {
      const connect = ground.connect('show', 0);
      await setUp({ connect, receivers: [] });
      const { brokers, prefix } = kafkaPlace(connect[0]);
      const topic = topicOf(prefix);
      const client = (clientId: string) => kafkaClient({ brokers, clientId, log: () => undefined });
      const names = ['producer-1', 'producer-2'];
      const producers = await Promise.all(names.map((name) => openProducer(client(name), { lingerMs: 0 })));
      // One at a time, in turns: what comes later is acknowledged later, so that any other order in the log would show.
      let number = 0;
      for (let round = 0; round < rounds; round += 1)
        for (const key of keys)
          for (const [index, producer] of producers.entries()) {
            number += 1;
            await producer.send({ topic, key, value: Buffer.from(`${number}`), headers: { producer: names[index]! } });
          }
      for (const producer of producers) await producer.close();

      const read = async (): Promise<LogRecord[]> => {
        const records: LogRecord[] = [];
        for await (const record of readLog(client('reader'), { topic, from: 'beginning' })) records.push(record);
        return records;
      };
      const readings = [await read(), await read()];
      const [records = []] = readings;
      const of = (partition: number, all = records) => all.filter((record) => record.partition === partition);
      const all = Array.from({ length: partitions }, (_, partition) => partition);
      const writers = (partition: number) => new Set(of(partition).map(({ headers }) => headers.producer));
      const rows = all.map((partition) => [
        `P${partition + 1}`,
        [...new Set(of(partition).map(({ key }) => key))].join(' ') || '-',
        of(partition).filter(({ headers }) => headers.producer === names[0]).length,
        of(partition).filter(({ headers }) => headers.producer === names[1]).length,
        inversions(of(partition).map(({ value }) => Number(value))),
      ]);
      for (const line of table(['partition', 'keys', ...names, 'out of order'], rows)) say(line);
      const across = inversions(records.map(({ value }) => Number(value)));
      say(`\nThe whole topic, as it is read: ${across} pairs out of the order in which they were acknowledged.`);
      const home = new Map(
        keys.map((key) => [key, new Set(records.filter((r) => r.key === key).map((r) => r.partition))]),
      );
      const shared = all.filter((partition) => writers(partition).size === 2);
      const sequence = (partition: number, which: LogRecord[]) =>
        of(partition, which)
          .map(({ value }) => `${value}`)
          .join();
      return [
        {
          says: 'a key is always in the same partition, whoever writes',
          measured: `${[...home.values()].filter(({ size }) => size === 1).length} of ${keys.length} keys in one partition each`,
          holds: [...home.values()].every(({ size }) => size === 1) && records.length === number,
        },
        {
          says: 'both producers write to the same partition',
          measured: shared.map((partition) => `P${partition + 1}`).join(', '),
          holds: shared.length > 0,
        },
        {
          says: 'a partition is one order, the same for every reader',
          measured: `${all.filter((p) => sequence(p, records) === sequence(p, readings[1]!)).length} of ${partitions} the same, ${rows.reduce((sum, row) => sum + Number(row[4]), 0)} out of order`,
          holds:
            rows.every((row) => row[4] === 0) && all.every((p) => sequence(p, records) === sequence(p, readings[1]!)),
        },
        { says: 'across partitions there is none', measured: `${across} pairs out of order`, holds: across > 0 },
      ];
    } finally {
      await ground.close();
    }
  },
};
