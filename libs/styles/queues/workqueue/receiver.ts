import { connectRabbit, messageOf } from '@parley/middleware/rabbitmq';
import type { OpenReceiver } from '@parley/roles';
import { access } from '../access';
import { tellingOfBadInput } from '../input';
import { queue, topology } from './topology';

/** Fair shares: a worker has one task in hand and one at hand, so that the next goes to whoever is done first. */
const prefetch = 2;

/** A worker: one task after the other; a task is done when its handler has ended, and else another worker's. */
export const openReceiver: OpenReceiver = async (place, application) => {
  const rabbit = await connectRabbit({ ...access(place), topology });
  const handle = tellingOfBadInput(application, (delivery) => application.notify(messageOf(delivery)));
  const options = { queue, prefetch, oneAtATime: true, anonymous: true, attempts: 3, backoffMs: 50 };
  await rabbit.consume(options, handle).ready;
  return { addresses: [], close: rabbit.close };
};
