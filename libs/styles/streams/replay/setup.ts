import { ensureTopics, kafkaClient, kafkaPlace } from '@parley/middleware/kafka';
import type { SetUp } from '@parley/roles';
import { partitions, retentionMs, topicOf } from './style';

/** Makes the topic. A consumer needs nothing: it begins at the beginning. */
export const setUp: SetUp = async ({ connect: [address] }) => {
  const { brokers, prefix } = kafkaPlace(address);
  await ensureTopics(kafkaClient({ brokers, clientId: 'setup', log: () => undefined }), [
    { name: topicOf(prefix), partitions, retentionMs },
  ]);
};
