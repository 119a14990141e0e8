import { awsPlace, openKinesisProducer } from '@parley/middleware/kinesis';
import type { OpenStranger } from '@parley/roles';
import { stream, streamAt } from './stream';

/** Somebody who puts records into the stream that are none of ours. */
export const openStranger: OpenStranger = async ({ connect: [address], name, deadlineMs }) => {
  const place = awsPlace(address, 'kinesis');
  await streamAt(place, deadlineMs);
  const producer = openKinesisProducer(place, stream, { deadlineMs });
  return {
    say: async (data) => void (await producer.put({ key: name, data })),
    close: producer.close,
  };
};
