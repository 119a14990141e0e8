import { ensureTopics, kafkaClient, kafkaPlace, openConsumer, openProducer } from '@parley/middleware/kafka';
import type { OpenMulticast } from './multicast';

/**
 * One partition of Kafka: each member appends to it, and reads it as a group of its own. The partition's leader is the
 * sequencer: the log has one order, and all groups read that.
 */
export const onePartition =
  (address: string): OpenMulticast =>
  async (members, deliver) => {
    const { brokers, prefix } = kafkaPlace(address);
    const client = (name: string) => kafkaClient({ brokers, clientId: name, log: () => undefined });
    const topic = `${prefix}.group`;
    await ensureTopics(client('setup'), [{ name: topic, partitions: 1, retentionMs: 3_600_000 }]);
    const consumers = await Promise.all(
      members.map((member) =>
        openConsumer(client(member), {
          groupId: `${prefix}.${member}`,
          topics: [topic],
          fromBeginning: true,
          eachBatch: async (records) => {
            for (const { value } of records) deliver(member, String(value));
          },
        }),
      ),
    );
    await Promise.all(consumers.map(({ joined }) => joined));
    const producers = new Map(
      await Promise.all(
        members.map(async (member) => [member, await openProducer(client(member), { lingerMs: 0 })] as const),
      ),
    );
    return {
      send: async (member, id) =>
        void (await producers.get(member)!.send({ topic, key: 'group', value: Buffer.from(id) })),
      close: async () => {
        await Promise.all([...producers.values()].map((producer) => producer.close()));
        await Promise.all(consumers.map((consumer) => consumer.close()));
      },
    };
  };
