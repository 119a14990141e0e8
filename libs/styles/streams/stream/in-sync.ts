import { type KafkaClient, kafkaClient, openProducer } from '@parley/middleware/kafka';
import { until } from '@parley/staging';

const three = 3;

const admin = async <T>(
  client: KafkaClient,
  work: (by: ReturnType<ReturnType<KafkaClient['open']>['kafka']['admin']>) => Promise<T>,
): Promise<T> => {
  const { kafka, kill } = client.open();
  const by = kafka.admin();
  try {
    await by.connect();
    return await work(by);
  } finally {
    await by.disconnect().catch(() => undefined);
    kill();
  }
};

/** Makes a topic whose records must be in three logs before they are acknowledged. */
export const makeWanting = async (brokers: string[], topic: string): Promise<void> => {
  const client = kafkaClient({ brokers, clientId: 'show', log: () => undefined });
  const configEntries = [{ name: 'min.insync.replicas', value: String(three) }];
  await admin(client, (by) =>
    by.createTopics({
      waitForLeaders: false,
      topics: [{ topic, numPartitions: 1, replicationFactor: three, configEntries }],
    }),
  );
};

interface Plan {
  brokers: string[];
  topic: string;
  /** Brings the missing broker back. */
  comeBack(): Promise<void>;
}

/**
 * Writes to it while one of the three is missing: is it refused, and by what word? Then again when that one is back. Resolves
 * with what was seen.
 */
export async function wanting({ brokers, topic, comeBack }: Plan): Promise<{ said: string; holds: boolean }> {
  const refusals: string[] = [];
  const log = (_: string, detail: { error?: unknown } = {}) => void refusals.push(String(detail.error ?? ''));
  const client = kafkaClient({ brokers, clientId: 'show', log });
  // A broker that has not heard of the topic yet answers with an error.
  const inSync = () =>
    admin(
      client,
      async (by) => (await by.fetchTopicMetadata({ topics: [topic] })).topics[0]?.partitions[0]?.isr.length,
    ).catch(() => undefined);
  await until(async () => (await inSync()) === three - 1, 20_000);
  const write = async (deadlineMs: number): Promise<string> => {
    const producer = await openProducer(client, { deadlineMs });
    const sent = producer.send({ topic, key: 'k', value: Buffer.from('v') });
    return sent
      .then(
        () => 'acknowledged',
        ({ kind }) => kind,
      )
      .finally(producer.close);
  };
  const missing = await write(3000);
  // The broker's NOT_ENOUGH_REPLICAS, in the library's words.
  const refused = refusals.filter((error) => /fewer in-sync replicas than required/.test(error)).length;
  await comeBack();
  await until(async () => (await inSync()) === three, 20_000);
  const back = await write(10_000);
  return {
    said: `with two in sync: ${missing}, refused ${refused} times as NOT_ENOUGH_REPLICAS; with three: ${back}`,
    holds: missing !== 'acknowledged' && refused > 0 && back === 'acknowledged',
  };
}
