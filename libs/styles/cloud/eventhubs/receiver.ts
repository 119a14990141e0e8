import { randomUUID } from 'node:crypto';
import { kafkaClient, openMessageConsumer } from '@parley/middleware/kafka';
import type { OpenReceiver } from '@parley/roles';
import { accountOf } from './account';
import { hubOf } from './style';

/** Opens a consumer that is a group of its own, under its name: it goes on where that name has committed, or begins at the beginning. */
export const openReceiver: OpenReceiver = async (
  { connect: [address], credentials: shown, name, from },
  { notify, refused },
) => {
  const { brokers, prefix, credentials } = accountOf(address, { shown });
  // What one group has read is no matter to another: a new one begins at the beginning.
  const groupId = from === 'beginning' ? `${prefix}.${name}.${randomUUID()}` : `${prefix}.${name}`;
  const client = kafkaClient({ brokers, credentials, clientId: name });
  const { close } = await openMessageConsumer(client, { groupId, topic: hubOf(prefix), notify, refused });
  return { addresses: [], close };
};
