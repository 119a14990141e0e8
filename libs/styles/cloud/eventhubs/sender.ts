import { Fatal } from '@parley/faults';
import { kafkaClient, openProducer, sendingOf } from '@parley/middleware/kafka';
import type { OpenSender } from '@parley/roles';
import { accountOf } from './account';
import { hubOf, style } from './style';

/** Opens a producer. A notice is a record; its key, or else its sender's name, decides the partition. */
export const openSender: OpenSender = async ({ connect: [address], credentials: shown, name, deadlineMs }) => {
  const { brokers, prefix, credentials } = accountOf(address, { shown });
  const producer = await openProducer(kafkaClient({ brokers, credentials, clientId: name }), { deadlineMs });
  let closed = false;
  return {
    addresses: [],
    notify: async (message) => {
      if (closed) throw new Fatal('the producer is closed', { reason: 'closed' });
      if (message.body.length > style.maxBytes!)
        throw new Fatal(`${message.body.length} bytes: ${style.maxBytes} are the most`, { reason: 'too-large' });
      await producer.send(sendingOf(message, hubOf(prefix)));
    },
    close: () => {
      closed = true;
      return producer.close();
    },
  };
};
