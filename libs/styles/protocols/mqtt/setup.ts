import { declareMqttSession } from '@parley/middleware/mqtt';
import type { SetUp } from '@parley/roles';
import { port, prefix, sessionOf } from './place';

/** A session for each subscriber that is known by name: from then on the broker stores for it. */
export const setUp: SetUp = async ({ connect: [url = port], receivers }) => {
  for (const name of receivers)
    await declareMqttSession({ url, clientId: sessionOf(url, name), filters: [`${prefix}#`], withinMs: 10_000 });
};
