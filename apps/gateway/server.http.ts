import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface HttpWay {
  channel: string;
  start(): Promise<void>;
  drain(): Promise<void>;
  /** Valid after start: the port asked for, or the one the system gave for 0. */
  port(): number;
}

const DRAIN_MS = 10_000;

/**
 * The HTTP server as a way in. `start` resolves when it listens (rejects where the port is taken); `drain` takes no
 * new connection, ends streams by `endStreams`, and resolves when the last answer is out; after 10 s it cuts the rest.
 */
export function httpWay(
  listener: RequestListener,
  { host, port, endStreams }: { host: string; port: number; endStreams: () => void },
): HttpWay {
  const idle = new Set<Socket>();
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 }, listener);
  server.on('connection', (socket) => {
    idle.add(socket);
    socket.on('close', () => idle.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    idle.delete(socket);
    response.on('close', () => socket.destroyed || idle.add(socket));
  });
  return {
    channel: 'http',
    async start() {
      server.listen(port, host);
      await once(server, 'listening');
    },
    async drain() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      endStreams();
      // Node's own list of idle connections lacks those that never sent a request: they would hold `close` up.
      const sweep = setInterval(() => idle.forEach((socket) => socket.end()), 20);
      const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
      await closed;
      clearInterval(sweep);
      clearTimeout(cut);
    },
    port: () => (server.address() as AddressInfo).port,
  };
}
