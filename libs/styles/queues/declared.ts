import { Fatal } from '@parley/faults';
import type { Message } from '@parley/marshalling';
import { connectRabbit } from '@parley/middleware/rabbitmq';
import type { SetUp } from '@parley/roles';
import type { RabbitQueue, RabbitTopology } from '@parley/topology';
import { maxBytes } from './limits';

/** A durable queue that takes no part in any exchange but the default one, and the queue for its dead letters. */
export const withDeadLetters = (name: string, args: RabbitQueue['arguments'] = {}): RabbitQueue[] => [
  { name, arguments: args, bindings: [] },
  { name: `${name}.dead`, arguments: {}, bindings: [] },
];

/**
 * The same as a quorum queue, which counts how often it has handed out a message: after so many deliveries the broker
 * buries it, so that one which kills its consumer each time does not go round for ever.
 */
export const quorumWithDeadLetters = (name: string, deliveries: number): RabbitQueue[] =>
  withDeadLetters(name, {
    'x-queue-type': 'quorum',
    'x-delivery-limit': deliveries,
    'x-dead-letter-exchange': '',
    'x-dead-letter-routing-key': `${name}.dead`,
    // The default strategy may lose the letter on its way between the two queues; this one needs reject-publish.
    'x-dead-letter-strategy': 'at-least-once',
    'x-overflow': 'reject-publish',
  });

/** A set-up that declares just this. */
export const declaring =
  (topology: RabbitTopology): SetUp =>
  async ({ connect: [url = ''] }) => {
    const rabbit = await connectRabbit({ url, name: 'setup', topology });
    await rabbit.close();
  };

/** The same message, unless its body is too large. Throws Fatal `too-large`. */
export const fitting = (message: Message): Message => {
  const { length } = message.body;
  if (length <= maxBytes) return message;
  throw new Fatal(`a body of ${length} B, ${maxBytes} B is the most`, { reason: 'too-large' });
};
