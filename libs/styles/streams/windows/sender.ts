import { Fatal } from '@parley/faults';
import { kafkaClient, kafkaPlace, openProducer, sendingOf } from '@parley/middleware/kafka';
import type { OpenSender } from '@parley/roles';
import { style, topicOf } from './style';

/** Opens a producer. When a notice happened stands in its header `time` (ISO), else it is when it is sent; its key says to what. */
export const openSender: OpenSender = async ({ connect: [address], name, deadlineMs }) => {
  const { brokers, prefix } = kafkaPlace(address);
  const producer = await openProducer(kafkaClient({ brokers, clientId: name }), { deadlineMs });
  let closed = false;
  return {
    addresses: [],
    notify: async (message) => {
      if (closed) throw new Fatal('the producer is closed', { reason: 'closed' });
      if (message.body.length > style.maxBytes!)
        throw new Fatal(`${message.body.length} bytes: ${style.maxBytes} are the most`, { reason: 'too-large' });
      await producer.send(sendingOf(message, topicOf(prefix)));
    },
    close: () => {
      closed = true;
      return producer.close();
    },
  };
};
