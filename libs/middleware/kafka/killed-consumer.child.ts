import { type ConsumerOptions, openConsumer } from './index';
import { testClient } from './testing';

/** Dies with its first batch in hand: committed already, or not yet, as COMMITS says. */
const run = async (): Promise<void> => {
  await openConsumer(testClient(), {
    groupId: process.env.GROUP ?? '',
    topics: [process.env.TOPIC ?? ''],
    fromBeginning: true,
    commits: (process.env.COMMITS ?? 'after') as ConsumerOptions['commits'],
    eachBatch: async () => process.kill(process.pid, 'SIGKILL') as never,
  });
};

void run();
