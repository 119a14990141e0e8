import { once } from 'node:events';
import net from 'node:net';
import { openProxy } from '@parley/faults';
import { openSocketClient, openSocketServer } from '@parley/middleware/socket';
import type { Finding, Show } from '@parley/roles';
import { table, until } from '@parley/staging';

const texts = ['one', 'two', 'three', 'x'.repeat(200_000)];

/** Bytes of each read of a bare socket that is sent `texts`, one send each, by a way that a toxic spoils. */
async function bare(slice: boolean): Promise<number[]> {
  const reads: number[] = [];
  const server = net.createServer((socket) =>
    socket.on('error', () => undefined).on('data', (chunk) => reads.push(chunk.length)),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const proxy = await openProxy({
    carrier: 'tcp',
    target: { host: '127.0.0.1', port: (server.address() as net.AddressInfo).port },
  });
  if (slice) proxy.addToxic({ type: 'slicer', stream: 'upstream', attributes: { average_size: 2 } });
  const socket = net
    .connect(proxy.port, '127.0.0.1')
    .setNoDelay(true)
    .on('error', () => undefined);
  for (const text of slice ? texts.slice(0, 3) : texts) socket.write(text);
  const all = (slice ? texts.slice(0, 3) : texts).join('').length;
  await until(() => reads.reduce((sum, each) => sum + each, 0) === all);
  socket.destroy();
  await proxy.close();
  server.close();
  return reads;
}

/** The same through frames, by a way that cuts into pieces of about two bytes. */
async function framed(): Promise<string[]> {
  const got: string[] = [];
  const server = await openSocketServer('tcp://127.0.0.1:0', {
    notice: async (bytes) => void got.push(bytes.toString()),
  });
  const proxy = await openProxy({
    carrier: 'tcp',
    target: { host: '127.0.0.1', port: Number(server.addresses[0]!.split(':').at(-1)) },
  });
  proxy.addToxic({ type: 'slicer', stream: 'upstream', attributes: { average_size: 2 } });
  const client = openSocketClient(`tcp://127.0.0.1:${proxy.port}`);
  for (const text of ['', ...texts.slice(0, 3)]) await client.notify(Buffer.from(text), 5000);
  await until(() => got.length === 4);
  await Promise.all([client.close(), server.close(), proxy.close()]);
  return got;
}

const shortly = (reads: number[]): string => (reads.length > 8 ? `${reads.slice(0, 8).join(' ')} …` : reads.join(' '));

async function demonstrate(say: (line: string) => void): Promise<Finding[]> {
  const [whole, sliced, frames] = [await bare(false), await bare(true), await framed()];
  const rows = [
    ['bare socket', '3, 3, 5 and 200000 B', `${whole.length}`, shortly(whole)],
    ['bare socket, cut on the way', '3, 3 and 5 B', `${sliced.length}`, shortly(sliced)],
    ['frames, cut on the way', '0, 3, 3 and 5 B', `${frames.length}`, frames.map((each) => `“${each}”`).join(' ')],
  ];
  for (const line of table(['receiver', 'four or three sends of', 'reads', 'what each got'], rows)) say(line);
  return [
    {
      says: 'a read is not a send: the stream has no boundaries',
      measured: `sent 3 3 5 200000, read ${shortly(whole)}; cut on the way: sent 3 3 5, read ${shortly(sliced)}`,
      holds: whole.join() !== texts.map(({ length }) => length).join() && sliced.length > 3,
    },
    {
      says: 'with a length before each message, every one comes out whole, an empty one too',
      measured: frames.map((each) => JSON.stringify(each)).join(' '),
      holds: frames.join() === ['', ...texts.slice(0, 3)].join(),
    },
  ];
}

export const show: Show = {
  title: 'Partial reads: a stream knows no messages',
  rows: ['S3', 'S7'],
  run: ({ say }) => demonstrate(say),
};
