import { kafkaClient, kafkaPlace, openMessageProducer } from '@parley/middleware/kafka';
import type { OpenSender } from '@parley/roles';
import { style, topicOf } from './style';

/** Opens a producer. A notice without a key may go to any partition: its id decides. */
export const openSender: OpenSender = async ({ connect: [address], name, deadlineMs }) => {
  const { brokers, prefix } = kafkaPlace(address);
  const client = kafkaClient({ brokers, clientId: name });
  const keyOf = ({ key, id }: { key?: string; id: string }) => key ?? id;
  const options = { topic: topicOf(prefix), maxBytes: style.maxBytes!, deadlineMs, keyOf };
  return { addresses: [], ...(await openMessageProducer(client, options)) };
};
