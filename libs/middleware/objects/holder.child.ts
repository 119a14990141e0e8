import { createInterface } from 'node:readline';
import { openSpace, type Reference } from './index';

/** Takes the reference that it reads, and keeps it until it ends. */
const main = async () => {
  const space = await openSpace({ deadlineMs: 2000, leaseMs: 600 });
  createInterface({ input: process.stdin }).on('line', async (line) => {
    const reference = JSON.parse(line) as Reference;
    const text = await space.remote<{ hello(): string }>(reference).hello();
    console.log(`${text} ${space.holder}`);
  });
  console.log('ready');
};

void main();
