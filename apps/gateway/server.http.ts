import { createServer, type RequestListener } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export interface HttpWay {
  channel: string;
  start(): Promise<void>;
  drain(): Promise<void>;
  /** Valid after start: the port asked for, or the one the system gave for 0. */
  port(): number;
}

/**
 * The HTTP server as a way in. `start` resolves when it listens (rejects where the port is taken); `drain` takes no
 * new connection, ends streams by `endStreams`, and resolves when the last answer is out.
 */
export function httpWay(
  listener: RequestListener,
  { host, port, endStreams }: { host: string; port: number; endStreams: () => void },
): HttpWay {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 }, listener);
  return {
    channel: 'http',
    async start() {
      server.listen(port, host);
      await once(server, 'listening');
    },
    async drain() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      endStreams();
      // `close` ends the connections that are idle now; one whose last answer is still going out is idle a moment later.
      const sweep = setInterval(() => server.closeIdleConnections(), 20);
      await closed;
      clearInterval(sweep);
    },
    port: () => (server.address() as AddressInfo).port,
  };
}
