import { connectTo, messageTo } from './testing';

/** Publishes a burst and closes without waiting for it; must end by itself. */
const run = async (): Promise<void> => {
  const topology = JSON.parse(process.env.TOPOLOGY ?? '{}');
  const rabbit = await connectTo(topology);
  const consumer = rabbit.consume({ queue: `${topology.queue}.dead`, prefetch: 5 }, async () => undefined);
  await consumer.ready;
  const publisher = rabbit.publisher();
  for (let i = 0; i < 2000; i += 1) void publisher.publish(messageTo(topology, String(i)));
  await rabbit.close();
};

void run();
