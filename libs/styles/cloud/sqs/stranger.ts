import { awsPlace, openSqsSender } from '@parley/middleware/sqs';
import type { OpenStranger } from '@parley/roles';
import { queueAt } from './queue';

/** Somebody who puts texts into the queue that are none of our messages. */
export const openStranger: OpenStranger = async ({ connect: [address], deadlineMs }) => {
  const place = awsPlace(address, 'sqs');
  const { url } = await queueAt(place, deadlineMs);
  const sender = openSqsSender(place, url, { deadlineMs });
  return {
    say: (bytes) => sender.send({ body: bytes.toString('base64') || '=', attributes: {} }),
    close: sender.close,
  };
};
