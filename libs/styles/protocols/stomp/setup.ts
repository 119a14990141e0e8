import { openStompReceiver } from '@parley/middleware/stomp';
import type { SetUp } from '@parley/roles';
import { destination, port } from './place';

/** RabbitMQ makes the durable queue of a destination that somebody subscribes to; nothing is taken from it. */
export const setUp: SetUp = async ({ connect: [url = port] }) => {
  const { close } = await openStompReceiver({
    url,
    withinMs: 10_000,
    destination,
    prefetch: 1,
    decode: () => undefined,
    handle: () => new Promise(() => undefined),
    refused: () => undefined,
    drainMs: 0,
  });
  await close();
};
