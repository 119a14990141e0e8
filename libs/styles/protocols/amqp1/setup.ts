import { openAmqp1Sender } from '@parley/middleware/amqp1';
import type { SetUp } from '@parley/roles';
import { node, port } from './place';

/** The protocol has no word for it, but RabbitMQ makes the queue of a node that a link is opened to. */
export const setUp: SetUp = async ({ connect: [url = port] }) => {
  const { close } = await openAmqp1Sender({ url, name: 'setup', withinMs: 10_000, target: node });
  await close();
};
