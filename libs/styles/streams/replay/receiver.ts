import { randomUUID } from 'node:crypto';
import { kafkaClient, kafkaPlace, openMessageConsumer } from '@parley/middleware/kafka';
import type { OpenReceiver } from '@parley/roles';
import { groupOf, topicOf } from './style';

/** Opens a member of the group: it has a share of the partitions, and goes on where the group has committed in each. */
export const openReceiver: OpenReceiver = async ({ connect: [address], name, from }, { notify, refused }) => {
  const { brokers, prefix } = kafkaPlace(address);
  // What one group has read is no matter to another: a new one begins at the beginning.
  const groupId = from === 'beginning' ? `${prefix}.${name}.${randomUUID()}` : groupOf(prefix);
  const client = kafkaClient({ brokers, clientId: name });
  const { close } = await openMessageConsumer(client, { groupId, topic: topicOf(prefix), notify, refused });
  return { addresses: [], close };
};
