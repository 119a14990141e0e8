import { once } from 'node:events';
import { openConsumer, openProducer } from './index';
import { testClient } from './testing';

/** Sends and consumes; told so on stdin, sends more without waiting and closes; must end by itself. */
const run = async (): Promise<void> => {
  const topic = process.env.TOPIC ?? '';
  const producer = await openProducer(testClient(), { closeMs: 1000 });
  let seen = 0;
  const consumer = await openConsumer(testClient(), {
    groupId: `test.${process.pid}`,
    topics: [topic],
    drainMs: 1000,
    eachBatch: async (records) => {
      seen += records.length;
      if (seen === 1) console.log('running');
    },
  });
  await consumer.joined;
  const send = (i: number) => producer.send({ topic, key: `k${i}`, value: Buffer.from(String(i)) });
  await send(0);
  await once(process.stdin, 'data');
  const sent = Array.from({ length: 100 }, (_, i) => send(i));
  await Promise.all([producer.close(), consumer.close(), Promise.allSettled(sent)]);
  process.stdin.destroy();
  console.log('closed');
};

void run();
