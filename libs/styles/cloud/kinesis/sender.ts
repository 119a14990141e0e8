import { Fatal } from '@parley/faults';
import { encodeMessage } from '@parley/marshalling';
import { awsPlace, openKinesisProducer } from '@parley/middleware/kinesis';
import type { OpenSender } from '@parley/roles';
import { maxBytes, stream, streamAt } from './stream';

/** Puts each notice into the stream as a record; its key, or else its sender's name, decides the shard. */
export const openSender: OpenSender = async ({ connect: [address], deadlineMs }) => {
  const place = awsPlace(address, 'kinesis');
  await streamAt(place, deadlineMs);
  const producer = openKinesisProducer(place, stream, { deadlineMs });
  return {
    addresses: [],
    notify: async (message) => {
      const { length } = message.body;
      if (length > maxBytes) throw new Fatal(`${length} B, ${maxBytes} B is the most`, { reason: 'too-large' });
      await producer.put({ key: message.key ?? message.sender, data: encodeMessage(message) });
    },
    close: producer.close,
  };
};
