import { randomUUID } from 'node:crypto';
import { create_container, type Connection, type ConnectionDetails, type Container, type EventContext } from 'rhea';
import { Fatal, Retryable } from '@parley/faults';
import { brokerAddressOf, connectBroker, hopelessOf, within, type Line } from '../brokered';

export interface ConnectionOptions {
  /**
   * `amqp://user:password@host:port/?hostname=NAME`; RabbitMQ's virtual host NAME is `vhost:NAME` there. Over TLS `amqps:`,
   * with `ca=FILE`, the certificate of the authority that is trusted.
   */
  url: string;
  /** Begins this container's id, by which the broker shows it; the rest is drawn. */
  name: string;
  /** A peer that says nothing for twice as long is given up, in ms. */
  idleMs?: number;
}

/**
 * What a node is asked to be: one that outlives its broker's restart. RabbitMQ makes the queue of a link that does not say
 * so a transient one, and all that it has accepted is gone with the broker, durable messages or not.
 */
export const lasting = { durable: 2, expiry_policy: 'never' };

/** An AMQP 1.0 connection with one link on it. */
export interface Amqp1Line extends Line {
  connection: Connection;
}

/** Conditions that will be the same at the next attempt. */
const hopeless = [
  'amqp:unauthorized-access',
  'amqp:not-found',
  'amqp:not-allowed',
  'amqp:not-implemented',
  'amqp:invalid-field',
  'amqp:precondition-failed',
];

const endings = [
  'connection_error',
  'connection_close',
  'session_error',
  'session_close',
  'sender_error',
  'sender_close',
  'receiver_error',
  'receiver_close',
  'disconnected',
  'protocol_error',
  'error',
];

interface Said {
  condition?: string;
  description?: string;
  message?: string;
}

// The same words come in different places: on the link, on the session that a broker ends instead, on the connection.
const saidIn = (context: EventContext & Said): Said =>
  (context.error as Said | undefined) ??
  (context.sender?.error as Said | undefined) ??
  (context.receiver?.error as Said | undefined) ??
  (context.session?.error as Said | undefined) ??
  context;

const errorOf = (shown: string, { condition = '', description, message }: Said): Error => {
  const text = `${shown}: ${description ?? message ?? condition ?? 'it ended'}`;
  // A refused login has no condition of the protocol, only the library's words.
  const isLogin = condition === 'amqp:unauthorized-access' || /authenticat/i.test(text);
  if (isLogin) return new Fatal(text, { reason: 'credentials' });
  if (hopeless.includes(condition)) return new Fatal(text, { reason: condition.slice('amqp:'.length) });
  return new Retryable(text);
};

/**
 * Opens a connection and, by `attach`, what is needed on it; resolves when `attach` does. Rejects Fatal where the broker
 * refuses (`credentials`, `not-found` …) or is not trusted (`untrusted`), else Retryable. The library's own reconnecting stays off: it forgets what is
 * in flight without a word, and knows no refusal that is final.
 */
export async function dialAmqp1(
  { url, name, idleMs = 4000 }: ConnectionOptions,
  attach: (connection: Connection) => Promise<void>,
  signal: AbortSignal,
): Promise<Amqp1Line> {
  const address = brokerAddressOf(url, 'amqp');
  const { host, port, username, password, shown } = address;
  const hostname = new URL(url).searchParams.get('hostname');
  const { socket, opened: event } = connectBroker(address);
  // With a socket of our own its end is known, whatever the library makes of it.
  const details: ConnectionDetails & { connect: unknown } = {
    host,
    port,
    connect: (_port: number, _host: string, _options: unknown, connected: () => void) => socket.once(event, connected),
  };
  // ActiveMQ lets no second connection of one id in, also while it has not noticed that the first is gone.
  const id = `${name}-${randomUUID()}`;
  const connection = create_container({ id }).create_connection({
    container_id: id,
    username,
    password,
    ...(hostname !== null && { hostname }),
    host,
    reconnect: false,
    idle_time_out: idleMs,
    connection_details: () => details,
  } as unknown as Parameters<Container['create_connection']>[0]);
  let why: Error | undefined;
  const gone = new Promise<string>((resolve) => {
    socket.once('close', () => {
      // The library stops its timers when the peer ends the stream, and not when the socket is destroyed.
      setImmediate(() => socket.emit('end'));
      resolve(why?.message ?? `${shown}: the connection ended`);
    });
  });
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  failed.catch(() => undefined);
  // Before the library's own words for it, which do not say what it means.
  socket.prependListener('error', (error) => {
    why ??= hopelessOf(shown, error);
    if (why) fail(why);
  });
  for (const event of endings)
    connection.on(event, (context: EventContext & Said) => {
      why ??= errorOf(shown, saidIn(context));
      fail(why);
      socket.destroy();
    });
  const aborted = () => {
    fail(new Retryable(`${shown} did not answer in time`));
    socket.destroy();
  };
  signal.addEventListener('abort', aborted, { once: true });
  if (signal.aborted) aborted();
  void gone.then((said) => fail(new Retryable(said)));
  const opened = new Promise<void>((resolve) => connection.once('connection_open', () => resolve()));
  connection.connect();
  try {
    await Promise.race([opened, failed]);
    await Promise.race([attach(connection), failed]);
  } finally {
    signal.removeEventListener('abort', aborted);
  }
  const close = async (withinMs: number): Promise<void> => {
    const closed = new Promise<void>((resolve) => connection.once('connection_close', () => resolve()));
    connection.close();
    await within(Promise.race([closed, gone]), withinMs);
    socket.destroy();
    await gone;
  };
  return { connection, gone, close };
}
