import { ensureTopics, kafkaClient } from '@parley/middleware/kafka';
import type { SetUp } from '@parley/roles';
import { accountOf } from './account';
import { hubOf, partitions, retentionMs } from './style';

/** Makes the hub. A consumer needs nothing: it begins at the beginning. */
export const setUp: SetUp = async ({ connect: [address] }) => {
  const { brokers, prefix, credentials } = accountOf(address);
  await ensureTopics(kafkaClient({ brokers, credentials, clientId: 'setup', log: () => undefined }), [
    { name: hubOf(prefix), partitions, retentionMs },
  ]);
};
