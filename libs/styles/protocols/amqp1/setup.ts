import { openAmqp1Sender } from '@parley/middleware/amqp1';
import type { SetUp } from '@parley/roles';
import { entity, type Entity } from './place';

/** The protocol has no word for it, but the broker makes the queue of a node that a link is opened to. */
export const settingUp =
  ({ port, nodeOf }: Entity): SetUp =>
  async ({ connect: [url = port] }) => {
    const { close } = await openAmqp1Sender({ url, name: 'setup', withinMs: 10_000, target: nodeOf(url) });
    await close();
  };

export const setUp = settingUp(entity);
