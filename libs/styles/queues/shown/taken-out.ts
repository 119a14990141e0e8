import type { Delivery, Rabbit } from '@parley/middleware/rabbitmq';
import { until } from '@parley/staging';

/** What a queue that nobody else reads holds, taken out of it. */
export const takenOut = async (rabbit: Rabbit, queue: string): Promise<Delivery[]> => {
  const [found, count] = [[] as Delivery[], await rabbit.depth(queue)];
  const reading = rabbit.consume({ queue, prefetch: 100 }, async (one) => void found.push(one));
  await until(() => found.length >= count);
  await reading.drain();
  return found;
};

/** A queue, and nothing else. */
export const queueOnly = (name: string) => ({ exchanges: [], queues: [{ name, arguments: {}, bindings: [] }] });
