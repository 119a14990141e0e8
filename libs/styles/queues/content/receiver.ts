import { decode, type Message } from '@parley/marshalling';
import { connectRabbit, messageOf } from '@parley/middleware/rabbitmq';
import type { OpenReceiver } from '@parley/roles';
import { access } from '../access';
import { fitsAll } from '../conditions';
import { queueOf } from '../exchanges';
import { tellingOfBadInput } from '../input';
import { exchange, topologyOf, wanted, type Wanted } from './topology';

/** Handed out at a time: one in hand, the rest so that it need not wait for the next. */
const prefetch = 20;

const isWanted = ({ body: conditions }: Wanted, { type, contentType, body }: Message): boolean =>
  conditions.length === 0 || fitsAll(conditions, decode(type, contentType, body));

/**
 * A subscriber to what has these headers, with a queue of its own, named after it. Its rule on the body is applied here:
 * what does not fit is acknowledged and goes no further; what cannot be read goes to the dead letters.
 */
export const subscriberTo =
  (wants: Wanted): OpenReceiver =>
  async (place, application) => {
    const rabbit = await connectRabbit({ ...access(place), topology: topologyOf([place.name], wants) });
    const handle = tellingOfBadInput(application, async (delivery) => {
      const message = messageOf(delivery);
      if (isWanted(wants, message)) await application.notify(message);
    });
    const queue = queueOf(exchange, place.name);
    const options = { queue, prefetch, oneAtATime: true, anonymous: true, attempts: 3, backoffMs: 50 };
    await rabbit.consume(options, handle).ready;
    return { addresses: [], close: rabbit.close };
  };

export const openReceiver = subscriberTo(wanted);
