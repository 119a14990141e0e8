import { once } from 'node:events';
import net from 'node:net';
import { openDatagram, peerOf } from '@parley/middleware/datagram';
import { until } from '@parley/staging';

const texts = ['one', 'two', 'three'];
const bytes = texts.join('').length;

const sum = (sizes: number[]) => sizes.reduce((total, each) => total + each, 0);

/** Bytes of each read of a TCP receiver that looks when all three sends have come. */
async function tcp(): Promise<number[]> {
  const reads: number[] = [];
  const server = net.createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1').setNoDelay(true);
  const [socket] = (await once(server, 'connection')) as [net.Socket];
  for (const text of texts) await new Promise<void>((sent) => client.write(text, () => sent()));
  socket.on('data', (chunk) => reads.push(chunk.length)).resume();
  await until(() => sum(reads) === bytes);
  client.destroy();
  server.close();
  return reads;
}

/** Bytes of each datagram of a UDP receiver. */
async function udp(): Promise<number[]> {
  const reads: number[] = [];
  const server = await openDatagram({}, (datagram) => void reads.push(datagram.length));
  const client = await openDatagram();
  for (const text of texts) await client.send(Buffer.from(text), peerOf(server.address));
  await until(() => sum(reads) === bytes);
  await Promise.all([client.close(), server.close()]);
  return reads;
}

/** What receivers get of three sends of 3, 3 and 5 bytes, each carrier’s reads. */
export const boundaries = async (): Promise<{ tcp: number[]; udp: number[] }> => ({
  tcp: await tcp(),
  udp: await udp(),
});
