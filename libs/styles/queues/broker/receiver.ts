import { connectRabbit, messageOf } from '@parley/middleware/rabbitmq';
import type { OpenReceiver } from '@parley/roles';
import { access } from '../access';
import { tellingOfBadInput } from '../input';
import { editRules } from './repository';
import type { Rule } from './rules';
import { everything, inbox, topologyOf } from './topology';

/** Handed out at a time: one in hand, the rest so that it need not wait for the next. */
const prefetch = 20;

/** A subscriber: it has a queue of its own, and puts a rule into the broker's repository that says what it wants, and as what. */
export const subscriberBy =
  (ruleOf: (name: string) => Rule): OpenReceiver =>
  async (place, application) => {
    const rabbit = await connectRabbit({ ...access(place), topology: topologyOf([place.name]) });
    await editRules(rabbit.publisher(), { put: ruleOf(place.name) });
    const handle = tellingOfBadInput(application, (delivery) => application.notify(messageOf(delivery)));
    const queue = inbox(place.name);
    const options = { queue, prefetch, oneAtATime: true, anonymous: true, attempts: 3, backoffMs: 50 };
    await rabbit.consume(options, handle).ready;
    return { addresses: [], close: rabbit.close };
  };

export const openReceiver = subscriberBy(everything);
