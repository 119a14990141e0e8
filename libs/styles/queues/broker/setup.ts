import { connectRabbit } from '@parley/middleware/rabbitmq';
import type { SetUp } from '@parley/roles';
import { editRules } from './repository';
import { everything, topologyOf } from './topology';

/** The broker's queues, and a queue and a rule for each subscriber that is known. */
export const setUp: SetUp = async ({ connect: [url = ''], receivers }) => {
  const rabbit = await connectRabbit({ url, name: 'setup', topology: topologyOf(receivers) });
  const publisher = rabbit.publisher();
  for (const name of receivers) await editRules(publisher, { put: everything(name) });
  await rabbit.close();
};
