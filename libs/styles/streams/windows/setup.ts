import { ensureTopics, kafkaClient, kafkaPlace } from '@parley/middleware/kafka';
import type { SetUp } from '@parley/roles';
import { partitions, resultsOf, retentionMs, topicOf } from './style';

/** Makes the topics. A job needs nothing: it begins at the beginning. */
export const setUp: SetUp = async ({ connect: [address] }) => {
  const { brokers, prefix } = kafkaPlace(address);
  await ensureTopics(
    kafkaClient({ brokers, clientId: 'setup', log: () => undefined }),
    [topicOf(prefix), resultsOf(prefix)].map((name) => ({ name, partitions, retentionMs })),
  );
};
