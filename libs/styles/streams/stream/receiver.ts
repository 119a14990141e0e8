import { randomUUID } from 'node:crypto';
import { kafkaClient, kafkaPlace, openMessageConsumer } from '@parley/middleware/kafka';
import type { OpenReceiver } from '@parley/roles';
import { topicOf } from './style';

/** Opens a consumer that is a group of its own, under its name: it goes on where that name has committed, or begins at the beginning. */
export const openReceiver: OpenReceiver = async ({ connect: [address], name, from }, { notify, refused }) => {
  const { brokers, prefix } = kafkaPlace(address);
  // What one group has read is no matter to another: a new one begins at the beginning.
  const groupId = from === 'beginning' ? `${prefix}.${name}.${randomUUID()}` : `${prefix}.${name}`;
  const client = kafkaClient({ brokers, clientId: name });
  const { close } = await openMessageConsumer(client, { groupId, topic: topicOf(prefix), notify, refused });
  return { addresses: [], close };
};
