import { connectRabbit, messageOf, publicationOf } from '@parley/middleware/rabbitmq';
import type { OpenReceiver } from '@parley/roles';
import { access } from '../access';
import { tellingOfBadInput } from '../input';
import { failureOf } from './failure';
import { requests, topology } from './topology';

/** Requests that a server works on at once. */
const prefetch = 50;

/** A server: it takes requests from the one queue, and puts each reply into the queue that the request names. */
export const openReceiver: OpenReceiver = async (place, application) => {
  const rabbit = await connectRabbit({ ...access(place), topology });
  const reserve = tellingOfBadInput(application, async (request) =>
    publicationOf(await application.reserve(messageOf(request))),
  );
  const options = { queue: requests, prefetch, anonymous: true, backoffMs: 50 };
  await rabbit.respond(options, (request) =>
    reserve(request).then(
      (reply) => ({ ...reply, persistent: false }),
      (error) => ({ ...failureOf(error), persistent: false }),
    ),
  ).ready;
  return { addresses: [], close: rabbit.close };
};
