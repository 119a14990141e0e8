import { join } from 'node:path';
import { decodeMessage } from '@parley/marshalling';
import { awsPlace, openKinesisConsumer } from '@parley/middleware/kinesis';
import type { OpenReceiver } from '@parley/roles';
import { stream, streamAt } from './stream';
import { style } from './style';

const ownFolder = style.roles.find(({ part }) => part === 'receiver')!.address![0]!;

/** Reads every shard from where it was, or from the beginning; its folder (`file://…`) has how far it came. */
export const openReceiver: OpenReceiver = async (
  { bind: [folder = ownFolder], connect: [address], name, from, deadlineMs },
  application,
) => {
  const place = awsPlace(address, 'kinesis');
  await streamAt(place, deadlineMs);
  const consumer = await openKinesisConsumer(place, {
    stream,
    checkpoints: join(folder.slice('file://'.length), `${name}.json`),
    from,
    decode: ({ data }) => decodeMessage(data),
    handle: (message) => application.notify(message),
    refused: application.refused,
    failed: application.refused,
  });
  return { addresses: [folder], close: consumer.close };
};
