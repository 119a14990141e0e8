import { connectRabbit, messageOf } from '@parley/middleware/rabbitmq';
import type { OpenReceiver } from '@parley/roles';
import { access } from '../access';
import { tellingOfBadInput } from '../input';
import { second, topology } from './topology';

/** One in hand, one at hand: the next goes to whichever process of the action is done first. */
const prefetch = 2;

/** A process of the last action. */
export const openReceiver: OpenReceiver = async (place, application) => {
  const rabbit = await connectRabbit({ ...access(place), topology });
  const handle = tellingOfBadInput(application, (delivery) => application.notify(messageOf(delivery)));
  const options = { queue: second, prefetch, oneAtATime: true, anonymous: true, attempts: 3, backoffMs: 50 };
  await rabbit.consume(options, handle).ready;
  return { addresses: [], close: rabbit.close };
};
