import { kafkaClient, kafkaPlace, openMessageProducer } from '@parley/middleware/kafka';
import type { OpenSender } from '@parley/roles';
import { style, topicOf } from './style';

/** Opens a producer. A notice is a record; its key, or else its sender's name, decides the partition. */
export const openSender: OpenSender = async ({ connect: [address], name, deadlineMs }) => {
  const { brokers, prefix } = kafkaPlace(address);
  const client = kafkaClient({ brokers, clientId: name });
  const options = { topic: topicOf(prefix), maxBytes: style.maxBytes!, deadlineMs };
  return { addresses: [], ...(await openMessageProducer(client, options)) };
};
