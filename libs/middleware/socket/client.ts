import { randomBytes } from 'node:crypto';
import net from 'node:net';
import { Retryable } from '@parley/faults';
import { parseAddress, type Address } from './address';
import { closedError, notConnected } from './errors';
import { openLink, type Incoming, type Link, type LinkOptions } from './link';

export interface ClientOptions extends LinkOptions {
  /** How long connecting may take, in ms, within the operation's own deadline; 2000. */
  connectMs?: number;
  /** What it does with what the other side sends of its own accord. */
  incoming?: Incoming;
}

export interface SocketClient {
  /** Resolves when the bytes are in the kernel of this host. Retryable: not a byte has left. OutcomeUnknown: some may have. */
  notify(payload: Buffer, deadlineMs: number): Promise<void>;
  /** Resolves with the reply. Retryable: it never left. OutcomeUnknown: it left, and no reply came. */
  request(payload: Buffer, deadlineMs: number): Promise<Buffer>;
  /** Connections made so far, replies that came too late and were dropped, signs of life of the present connection. */
  stats(): { connected: number; late: number; beats: number };
  /** Takes nothing more; what was taken settles as it would have, then the connection ends. Twice is once. */
  close(): Promise<void>;
}

const dial = (address: Address, text: string, connectMs: number): Promise<net.Socket> =>
  new Promise((resolve, reject) => {
    const socket = net.connect({ ...address, noDelay: true });
    const give = (cause: unknown) => {
      clearTimeout(timer);
      socket.destroy();
      reject(notConnected(text, cause));
    };
    const timer = setTimeout(() => give(new Error(`nothing within ${connectMs} ms`)), connectMs);
    socket.once('error', give);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', give);
      resolve(socket);
    });
  });

/**
 * The side that dials. It connects when there is something to send, and again after the connection was lost when there
 * is something to send again; nothing is sent twice. Each operation settles within its deadline; after `close`: Fatal
 * `closed`. Throws Fatal `address`.
 */
export function openSocketClient(text: string, options: ClientOptions = {}): SocketClient {
  const { connectMs = 2000, incoming = {} } = options;
  const address = parseAddress(text);
  const session = randomBytes(16);
  const taken = new Set<Promise<unknown>>();
  const count = { connected: 0, late: 0 };
  let current: Promise<Link> | undefined;
  let present: Link | undefined;
  let closing: Promise<void> | undefined;

  const connect = async (): Promise<Link> => {
    const socket = await dial(address, text, connectMs);
    count.connected += 1;
    const gone = (why: Error) => {
      count.late += link.stats().late;
      current = undefined;
      incoming.gone?.(why);
    };
    const link = openLink(socket, { ...incoming, gone }, options);
    present = link;
    link.hello(session);
    return link;
  };

  // Everybody who comes while it connects waits for the same connection, in the order of coming.
  const linked = (): Promise<Link> =>
    (current ??= connect().catch((error) => {
      current = undefined;
      throw error;
    }));

  const within = <T>(deadlineMs: number, call: (link: Link, leftMs: number) => Promise<T>): Promise<T> => {
    if (closing) return Promise.reject(closedError());
    const until = performance.now() + deadlineMs;
    const promise = new Promise<T>((resolve, reject) => {
      const late = () => reject(new Retryable(`no connection to ${text} within ${deadlineMs} ms`));
      const timer = setTimeout(late, deadlineMs);
      const go = (link: Link) => {
        clearTimeout(timer);
        const leftMs = until - performance.now();
        if (leftMs > 0) resolve(call(link, leftMs));
        else late();
      };
      linked().then(go, (error) => (clearTimeout(timer), reject(error)));
    });
    taken.add(promise);
    const done = () => taken.delete(promise);
    promise.then(done, done);
    return promise;
  };

  const close = async (): Promise<void> => {
    await Promise.allSettled(taken);
    const link = await current?.catch(() => undefined);
    await link?.end();
  };

  return {
    notify: (payload, deadlineMs) => within(deadlineMs, (link, leftMs) => link.notify(payload, leftMs)),
    request: (payload, deadlineMs) => within(deadlineMs, (link, leftMs) => link.request(payload, leftMs)),
    stats: () => {
      const { late, beats } = present?.open() ? present.stats() : { late: 0, beats: 0 };
      return { connected: count.connected, late: count.late + late, beats };
    },
    close: () => (closing ??= close()),
  };
}
