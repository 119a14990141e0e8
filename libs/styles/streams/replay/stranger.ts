import { kafkaClient, kafkaPlace, openProducer } from '@parley/middleware/kafka';
import type { OpenStranger } from '@parley/roles';
import { topicOf } from './style';

/** Somebody who writes records to the topic that are none of ours. */
export const openStranger: OpenStranger = async ({ connect: [address], name, deadlineMs }) => {
  const { brokers, prefix } = kafkaPlace(address);
  const producer = await openProducer(kafkaClient({ brokers, clientId: name }), { deadlineMs });
  return {
    say: async (value) => void (await producer.send({ topic: topicOf(prefix), key: name, value })),
    close: producer.close,
  };
};
