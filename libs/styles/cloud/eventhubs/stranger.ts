import { kafkaClient, openProducer } from '@parley/middleware/kafka';
import type { OpenStranger } from '@parley/roles';
import { accountOf } from './account';
import { hubOf } from './style';

/** Somebody who writes records to the topic that are none of ours. */
export const openStranger: OpenStranger = async ({ connect: [address], credentials: shown, name, deadlineMs }) => {
  const { brokers, prefix, credentials } = accountOf(address, { shown });
  const producer = await openProducer(kafkaClient({ brokers, credentials, clientId: name }), { deadlineMs });
  return {
    say: async (value) => void (await producer.send({ topic: hubOf(prefix), key: name, value })),
    close: producer.close,
  };
};
