import { kafkaClient, openMessageProducer } from '@parley/middleware/kafka';
import type { OpenSender } from '@parley/roles';
import { accountOf } from './account';
import { hubOf, style } from './style';

/** Opens a producer. A notice is a record; its key, or else its sender's name, decides the partition. */
export const openSender: OpenSender = async ({ connect: [address], credentials: shown, name, deadlineMs }) => {
  const { brokers, prefix, credentials } = accountOf(address, { shown });
  const client = kafkaClient({ brokers, credentials, clientId: name });
  const options = { topic: hubOf(prefix), maxBytes: style.maxBytes!, deadlineMs };
  return { addresses: [], ...(await openMessageProducer(client, options)) };
};
