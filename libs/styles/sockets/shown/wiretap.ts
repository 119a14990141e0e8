import { once } from 'node:events';
import net from 'node:net';
import { formatAddress, parseAddress } from '@parley/middleware/socket';

/** Something that stands between two sides and keeps all that passes. */
export interface Wiretap {
  /** Where the client connects in the server's place. */
  address: string;
  /** Everything so far, towards the server and from it. */
  there(): Buffer;
  back(): Buffer;
  close(): Promise<void>;
}

/** Listens in on what is sent to `target`, over TCP or a Unix domain socket; changes nothing. */
export async function openWiretap(target: string): Promise<Wiretap> {
  const to = parseAddress(target);
  const [there, back]: [Buffer[], Buffer[]] = [[], []];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((client) => {
    const onward = net.connect({ ...to });
    for (const socket of [client, onward]) sockets.add(socket.setNoDelay(true).on('error', () => undefined));
    client.on('data', (bytes) => there.push(bytes)).pipe(onward);
    onward.on('data', (bytes) => back.push(bytes)).pipe(client);
  });
  const at = 'path' in to ? { path: `${to.path}.tap` } : { host: '127.0.0.1', port: 0 };
  await once(server.listen(at), 'listening');
  return {
    address: formatAddress('path' in at ? at : { ...at, port: (server.address() as net.AddressInfo).port }),
    there: () => Buffer.concat(there),
    back: () => Buffer.concat(back),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
