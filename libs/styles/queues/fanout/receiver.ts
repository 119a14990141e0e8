import { connectRabbit, messageOf } from '@parley/middleware/rabbitmq';
import type { OpenReceiver } from '@parley/roles';
import { access } from '../access';
import { queueOf } from '../exchanges';
import { tellingOfBadInput } from '../input';
import { exchange, topologyOf } from './topology';

/** Handed out at a time: one in hand, the rest so that it need not wait for the next. */
const prefetch = 20;

/** Has a queue of its own, named after it, that gets a copy of everything; what it does not want it throws away itself. */
export const openReceiver: OpenReceiver = async (place, application) => {
  const rabbit = await connectRabbit({ ...access(place), topology: topologyOf([place.name]) });
  const handle = tellingOfBadInput(application, (delivery) => application.notify(messageOf(delivery)));
  const queue = queueOf(exchange, place.name);
  const options = { queue, prefetch, oneAtATime: true, anonymous: true, attempts: 3, backoffMs: 50 };
  await rabbit.consume(options, handle).ready;
  return { addresses: [], close: rabbit.close };
};
