import { decodeParts } from '@parley/marshalling';
import { openSubscriber } from '@parley/middleware/zeromq';
import type { OpenReceiver } from '@parley/roles';
import { port, prefix } from './style';

/** How long a subscriber waits to be heard, in ms; then it goes on, as the publisher may come later. */
const joinsWithinMs = 1000;

/** Opens a subscriber. Resolves when every publisher has heard of it, so that it misses nothing from then on, or after a second. */
export const openReceiver: OpenReceiver = async ({ connect, deadlineMs }, application) => {
  const publishers = connect.length > 0 ? connect : [port];
  const { addresses, joined, close } = await openSubscriber({
    connect: publishers,
    topics: [prefix],
    handlingMs: deadlineMs,
    refused: application.refused,
    handle: (_, [head = Buffer.alloc(0), body = Buffer.alloc(0)]) => application.notify(decodeParts(head, body)),
  });
  await joined(publishers.length, joinsWithinMs);
  return { addresses, close };
};
