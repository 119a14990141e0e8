import { awsPlace, messageOf, openSqsReceiver } from '@parley/middleware/sqs';
import type { OpenReceiver } from '@parley/roles';
import { queue, queueAt } from './queue';

/** Asks for messages, and deletes what its handler has finished; what it does not delete is handed out again. */
export const openReceiver: OpenReceiver = async ({ connect: [address], deadlineMs }, application) => {
  const place = awsPlace(address, 'sqs');
  const urls = await queueAt(place, deadlineMs);
  const receiver = openSqsReceiver(place, {
    ...urls,
    ...queue,
    decode: messageOf,
    handle: (message) => application.notify(message),
    refused: application.refused,
    failed: application.refused,
  });
  return { addresses: [], close: receiver.close };
};
