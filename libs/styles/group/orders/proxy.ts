import { openForwarder } from '@parley/middleware/zeromq';

/** The proxy as a process of its own, to be killed. */
export async function playProxy(): Promise<void> {
  const free = 'tcp://127.0.0.1:0';
  const { addresses, close } = await openForwarder({ publishers: free, subscribers: free });
  process.stdout.write(`ready ${JSON.stringify(addresses)}\n`);
  await new Promise((resolve) => process.once('SIGTERM', resolve));
  await close();
}
