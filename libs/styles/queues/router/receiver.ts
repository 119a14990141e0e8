import { connectRabbit, messageOf } from '@parley/middleware/rabbitmq';
import type { OpenReceiver } from '@parley/roles';
import { access } from '../access';
import { tellingOfBadInput } from '../input';
import { hosts, topologyOn } from './topology';

/** Handed out at a time: one in hand, the rest so that it need not wait for the next. */
const prefetch = 20;

/** Takes from the receive queue of its own host, B, by a handler that is called on arrival. */
export const openReceiver: OpenReceiver = async (place, application) => {
  const rabbit = await connectRabbit({ ...access(place), topology: topologyOn('far') });
  const handle = tellingOfBadInput(application, (delivery) => application.notify(messageOf(delivery)));
  const options = { queue: hosts.b.receive, prefetch, oneAtATime: true, anonymous: true, attempts: 3, backoffMs: 50 };
  await rabbit.consume(options, handle).ready;
  return { addresses: [], close: rabbit.close };
};
