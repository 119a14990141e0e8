import { openConsumer } from './index';
import { testClient } from './testing';

/** Dies when it has processed its first batch, before that is committed. */
const run = async (): Promise<void> => {
  await openConsumer(testClient(), {
    groupId: process.env.GROUP ?? '',
    topics: [process.env.TOPIC ?? ''],
    fromBeginning: true,
    eachBatch: async () => process.kill(process.pid, 'SIGKILL') as never,
  });
};

void run();
