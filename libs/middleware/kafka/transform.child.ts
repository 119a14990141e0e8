import { openTransform } from './index';
import { testClient } from './testing';

/** Doubles every number from one topic into another; killed at STEP of the second transaction, or told on stdout of each. */
const { FROM = '', TO = '', GROUP = '', STEP = '' } = process.env;
let steps = 0;

void openTransform(testClient(), {
  groupId: GROUP,
  topics: [FROM],
  maxBatch: 3,
  sessionTimeoutMs: 6000,
  transform: async (records) => {
    console.log(`has ${records.length}`);
    if (STEP === 'frozen') process.kill(process.pid, 'SIGSTOP');
    return records.map(({ key, value }) => ({ topic: TO, key, value: Buffer.from(`${2 * Number(value)}`) }));
  },
  onStep: (step) => {
    if (step !== STEP) return;
    steps += 1;
    if (steps === 2) process.kill(process.pid, 'SIGKILL');
  },
});
