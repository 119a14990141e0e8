import { openKafkaCluster } from '@parley/brokers';
import { kafkaClient, kafkaPlace, type LogRecord, openConsumer, openProducer, readLog } from '@parley/middleware/kafka';
import type { Finding, Show } from '@parley/roles';
import { pause, until } from '@parley/staging';
import { setUp } from '../setup';
import { makeWanting, wanting } from '../in-sync';
import { topicOf } from '../style';

const everyMs = 20;
/** Events acknowledged after the kill, before the sending ends. */
const more = 100;

/**
 * Producer and consumer go on while the broker that leads some partitions is killed; a topic that wants all three in sync
 * refuses meanwhile.
 */
export const show: Show = {
  title: 'Three brokers, one of them killed: what was acknowledged is there',
  rows: ['S40'],
  run: async ({ say }): Promise<Finding[]> => {
    const cluster = await openKafkaCluster();
    try {
      const connect = cluster.connect('show', 0);
      await setUp({ connect, receivers: [] });
      const { brokers, prefix } = kafkaPlace(connect[0]);
      const topic = topicOf(prefix);
      await makeWanting(brokers, `${prefix}.all`);
      const client = kafkaClient({ brokers, clientId: 'show', log: () => undefined });
      const producer = await openProducer(client, { deadlineMs: 30_000 });
      const seen = new Set<string>();
      const eachBatch = async (records: LogRecord[]) => records.forEach(({ value }) => seen.add(`${value}`));
      const consumer = await openConsumer(client, {
        groupId: `${prefix}.show`,
        topics: [topic],
        fromBeginning: true,
        sessionTimeoutMs: 6000,
        eachBatch,
      });
      await consumer.joined;

      const acknowledged: string[] = [];
      let [number, isGoing, longest] = [0, true, 0];
      const failed: string[] = [];
      const sent: Promise<void>[] = [];
      const one = async (value: string) => {
        const started = performance.now();
        await producer.send({ topic, key: `key-${value}`, value: Buffer.from(value) }).then(
          () => void acknowledged.push(value),
          (error: Error) => void failed.push(error.message),
        );
        longest = Math.max(longest, performance.now() - started);
      };
      const going = (async () => {
        while (isGoing) {
          sent.push(one(`${(number += 1)}`));
          await pause(everyMs);
        }
      })();
      await until(() => seen.size > 20, 20_000);
      const before = acknowledged.length;
      cluster.nodes[0]!.kill();
      say(`${before} events acknowledged; broker ${cluster.nodes[0]!.address} is killed. Producer and consumer go on.`);
      await until(() => acknowledged.length > before + more, 20_000).catch(() => undefined);
      isGoing = false;
      await going;
      await Promise.all(sent);
      await until(() => acknowledged.every((value) => seen.has(value)), 45_000).catch(() => undefined);
      const read = new Set<string>();
      for await (const { value } of readLog(client, { topic, from: 'beginning' })) read.add(`${value}`);
      const lost = acknowledged.filter((value) => !read.has(value)).length;
      say(
        `${acknowledged.length} acknowledged, ${failed.length} failed, ${lost} lost; the longest send took ${(longest / 1000).toFixed(1)} s.`,
      );
      await consumer.close();
      await producer.close();

      say(
        'A topic that wants three to have a record before it is acknowledged is written to, with two there; then the',
      );
      say('broker comes back.');
      const all = await wanting({ brokers, topic: `${prefix}.all`, comeBack: cluster.nodes[0]!.start });
      return [
        {
          says: 'with one of three brokers killed, nothing that was acknowledged is lost',
          measured: `${lost} of ${acknowledged.length} lost`,
          holds: lost === 0 && acknowledged.length > before,
        },
        {
          says: 'the producer goes on with another broker, and is told of everything',
          measured: `${acknowledged.length - before} acknowledged after the kill, ${failed.length} failed of ${number}`,
          holds: acknowledged.length - before > 20 && acknowledged.length + failed.length === number,
        },
        {
          says: 'so does the consumer',
          measured: `${acknowledged.filter((value) => seen.has(value)).length} of ${acknowledged.length}`,
          holds: acknowledged.every((value) => seen.has(value)),
        },
        {
          says: 'where fewer have a record than must, none is acknowledged: it is refused until the third is back',
          measured: all.said,
          holds: all.holds,
        },
      ];
    } finally {
      await cluster.close();
    }
  },
};
