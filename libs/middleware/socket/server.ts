import { rmSync } from 'node:fs';
import net from 'node:net';
import { Fatal } from '@parley/faults';
import { formatAddress, parseAddress, type Address } from './address';
import { openLink, type Incoming, type Link, type LinkOptions } from './link';

export interface ServerOptions extends LinkOptions {
  /** How long `close` waits for what is in hand, in ms; 5000. */
  drainMs?: number;
  /** Connections at the same time; more are refused. Not limited where it is not said. */
  maxConnections?: number;
}

export interface SocketServer {
  /** Where it listens, with the port that it got. */
  addresses: string[];
  connections(): number;
  /** Asks the side that dialled: the newest of its connections. Undefined where nobody is connected. */
  newest(): Link | undefined;
  /** Takes nothing more, finishes what is in hand, answers it, ends. Twice is once. */
  close(): Promise<void>;
}

const listen = (server: net.Server, address: Address, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(new Fatal(`cannot listen on ${text}: ${cause.code}`, { reason: 'address', cause })),
    );
    server.listen({ ...address }, () => {
      const bound = server.address();
      resolve(
        typeof bound === 'string' || !bound
          ? text
          : formatAddress({ ...(address as { host: string; port: number }), port: bound.port }),
      );
    });
  });

/** A path whose owner died is in the way of the next one: gone, where nobody answers there any more. */
const clearPath = (path: string): Promise<void> =>
  new Promise((resolve) => {
    const probe = net.connect({ path });
    probe.once('connect', () => (probe.destroy(), resolve()));
    probe.once('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'ECONNREFUSED') rmSync(path, { force: true });
      resolve();
    });
  });

/**
 * The side that listens; resolves when it does. A client that dials again takes the place of its own earlier connection:
 * what had not been taken out of that one is lost, and nothing of it can come after what is newer. Throws Fatal `address`.
 */
export async function openSocketServer(
  text: string,
  incoming: Incoming,
  options: ServerOptions = {},
): Promise<SocketServer> {
  const { drainMs = 5000, maxConnections } = options;
  const address = parseAddress(text);
  const links = new Set<Link>();
  const sessions = new Map<string, Link>();
  let closing: Promise<void> | undefined;

  const accept = (socket: net.Socket) => {
    let session = '';
    const link: Link = openLink(
      socket,
      {
        ...incoming,
        hello: (payload) => {
          session = payload.toString('hex');
          const before = sessions.get(session);
          sessions.set(session, link);
          before?.fail(new Fatal('its client has connected anew', { reason: 'superseded' }));
        },
        gone: (why) => {
          links.delete(link);
          if (sessions.get(session) === link) sessions.delete(session);
          incoming.gone?.(why);
        },
      },
      options,
    );
    links.add(link);
  };

  const server = net.createServer({ noDelay: true }, accept);
  if (maxConnections !== undefined) server.maxConnections = maxConnections;
  if ('path' in address) await clearPath(address.path);
  const bound = await listen(server, address, text);
  server.on('error', () => undefined);

  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, drainMs)));
    await Promise.race([enough, Promise.all([...links].map(async (link) => (await link.rest(), link.end())))]);
    clearTimeout(timer);
    for (const link of links) link.fail(new Fatal('it is closed', { reason: 'closed' }));
    await closed;
  };

  return {
    addresses: [bound],
    connections: () => links.size,
    newest: () => [...links].at(-1),
    close: () => (closing ??= close()),
  };
}
