import { createServer, type AddressInfo } from 'node:net';
import type { Fatal } from '@parley/faults';
import { openConnection, type Connection } from './connection';

/** The longest frame by default: a value is held in memory several times while it is read. */
export const defaultMaxBytes = 16 * 1024 * 1024;

export interface ServerOptions {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** Makes the root object of one connection: each client has its own, as with RPyC's servers; return one object to share it. */
  service: () => object;
  /** How long a call to a client's object waits for its answer, in ms; 30 000 as in RPyC. */
  deadlineMs?: number;
  maxBytes?: number;
  /** How long a close waits for what is in hand, in ms. */
  drainMs?: number;
  refused?(error: Fatal): void;
}

export interface Server {
  host: string;
  port: number;
  connections(): readonly Connection[];
  /** Takes nothing more, answers what it has in hand, ends. Twice is once. */
  close(): Promise<void>;
}

const quiet = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref());

/** Serves objects to RPyC clients. Resolves when clients can connect; rejects where the address cannot be bound. */
export async function serveRpyc(options: ServerOptions): Promise<Server> {
  const { host, port, service, deadlineMs = 30_000, maxBytes = defaultMaxBytes, drainMs = 5000 } = options;
  const { refused = () => undefined } = options;
  const open = new Set<Connection>();
  // A client may say that it is done and still read.
  const listener = createServer({ allowHalfOpen: true }, (socket) => {
    const connection = openConnection(socket, { service: service(), deadlineMs, maxBytes, refused });
    open.add(connection);
    void connection.lost.then(() => open.delete(connection));
  });
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(port, host, () => resolve());
  });
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => listener.close(resolve));
    await Promise.race([Promise.all([...open].map((one) => one.answered())), quiet(drainMs)]);
    await Promise.all([...open].map((one) => one.close()));
    await closed;
  };
  return {
    host,
    port: (listener.address() as AddressInfo).port,
    connections: () => [...open],
    close: () => (closing ??= close()),
  };
}
