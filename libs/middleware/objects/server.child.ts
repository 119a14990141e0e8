import { openSpace } from './index';

/** Serves one object at the address of its argument, and prints what it was told. */
const main = async () => {
  const space = await openSpace({ bind: process.argv[2]!, deadlineMs: 2000, leaseMs: 1000, heartbeatMs: 200 });
  const numbers = {
    take: (n: number) => console.log(`took ${n}`),
    hangs: () => new Promise(() => undefined),
    dies: () => process.kill(process.pid, 'SIGKILL'),
  };
  const { address } = space.export(numbers, { id: 'numbers', pinned: true });
  console.log(`ready ${address}`);
  process.once('SIGTERM', () => void space.close());
};

void main();
