import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import tls from 'node:tls';
import type { Advertised } from '@parley/roles';
import { readFrames } from './frames';

/** The requests whose answers say where brokers are (Kafka's protocol guide, "API keys"). */
const asksWhere = new Set([3 /* Metadata */, 10 /* FindCoordinator */, 60 /* DescribeCluster */]);

/** As an answer says it: the host, whatever its length was written as, then the port in 32 bits. */
const placeOf = ({ host, port }: { host: string; port: number }): Buffer => {
  const bytes = Buffer.alloc(host.length + 4);
  bytes.write(host);
  bytes.writeInt32BE(port, host.length);
  return bytes;
};

const replaced = (frame: Buffer, from: Buffer, to: Buffer): Buffer => {
  const bytes = Buffer.from(frame);
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) to.copy(bytes, at);
  return bytes;
};

/** The certificate of a broker of ours and its key, which lie beside the certificate that its address names. */
const credentialsAt = (ca: string) => ({ pfx: readFileSync(join(dirname(ca), 'tls.p12')), passphrase: 'parley' });

/**
 * A way to the Kafka broker at this address, over which it says to be where `says` was told. Over TLS it stands before the
 * broker with that broker's own key, and its client is none the wiser. For brokers of ours on 127.0.0.1 only: the place is
 * exchanged for one of the same length.
 */
export async function openAdvertised(address: string): Promise<Advertised> {
  const { hostname: host, port, searchParams } = new URL(address);
  const target = { host, port: Number(port), noDelay: true };
  const ca = searchParams.get('ca');
  const from = placeOf(target);
  let to = from;
  const sockets = new Set<net.Socket>();

  const meet = (client: net.Socket): void => {
    const broker = ca === null ? net.connect(target) : tls.connect({ ...target, ca: readFileSync(ca) });
    for (const socket of [client, broker]) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    }
    const asked = new Set<number>();
    // Size, then the request's key, its version and its correlation id.
    const requests = readFrames(12, (head) => {
      if (asksWhere.has(head.readInt16BE(4))) asked.add(head.readInt32BE(8));
      return undefined;
    });
    // Size, then the correlation id of what is answered.
    const answers = readFrames(8, (head) =>
      asked.delete(head.readInt32BE(4)) ? (frame) => replaced(frame, from, to) : undefined,
    );
    client.pipe(passing(requests)).pipe(broker);
    broker.pipe(passing(answers)).pipe(client);
    // Who breaks off is broken off from on the other side too.
    for (const [one, other] of [
      [client, broker],
      [broker, client],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroySoon());
  };

  const server =
    ca === null
      ? net.createServer({ noDelay: true }, meet)
      : tls.createServer({ ...credentialsAt(ca), noDelay: true }, meet);
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: '127.0.0.1',
    port: (server.address() as net.AddressInfo).port,
    says: (where) => {
      to = placeOf(where);
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

const passing = (read: (chunk: Buffer) => Buffer[]): Transform =>
  new Transform({
    transform(chunk: Buffer, _encoding, done) {
      for (const part of read(chunk)) this.push(part);
      done();
    },
  });
