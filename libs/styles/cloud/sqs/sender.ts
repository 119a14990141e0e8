import { Fatal } from '@parley/faults';
import { awsPlace, contentOf, openSqsSender } from '@parley/middleware/sqs';
import type { OpenSender } from '@parley/roles';
import { maxBytes, queueAt } from './queue';

/** Puts each notice into the queue; put when the service has answered that it has it. */
export const openSender: OpenSender = async ({ connect: [address], deadlineMs }) => {
  const place = awsPlace(address, 'sqs');
  const { url } = await queueAt(place, deadlineMs);
  const sender = openSqsSender(place, url, { deadlineMs });
  return {
    addresses: [],
    notify: async (message) => {
      const { length } = message.body;
      if (length > maxBytes) throw new Fatal(`${length} B, ${maxBytes} B is the most`, { reason: 'too-large' });
      await sender.send(contentOf(message));
    },
    close: sender.close,
  };
};
