import { connectRabbit, messageOf } from '@parley/middleware/rabbitmq';
import type { OpenReceiver } from '@parley/roles';
import { access } from '../access';
import { tellingOfBadInput } from '../input';
import { queue, topology } from './topology';

/** Handed out at a time: one in hand, the rest so that it need not wait for the next. */
const prefetch = 20;

/** Has a handler called on arrival, one message after the other; what its handler has finished is taken off the queue. */
export const openReceiver: OpenReceiver = async (place, application) => {
  const rabbit = await connectRabbit({ ...access(place), topology });
  const handle = tellingOfBadInput(application, (delivery) => application.notify(messageOf(delivery)));
  const options = { queue, prefetch, oneAtATime: true, anonymous: true, attempts: 3, backoffMs: 50 };
  await rabbit.consume(options, handle).ready;
  return { addresses: [], close: rabbit.close };
};
