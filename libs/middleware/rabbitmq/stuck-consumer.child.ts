import { connectTo } from './testing';

/** Takes what the queue has and never acknowledges. */
const run = async (): Promise<void> => {
  const rabbit = await connectTo();
  rabbit.consume({ queue: process.env.QUEUE ?? '', prefetch: 10 }, () => new Promise(() => undefined));
};

void run();
