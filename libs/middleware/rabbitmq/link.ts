import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { type Channel, type ChannelModel, connect } from 'amqplib';
import { Fatal, Retryable } from '@parley/faults';
import type { RabbitTopology } from '@parley/topology';
import { authorityIn, hopelessOf } from '../brokered';
import { codeOf } from './errors';
import { declareTopology } from './topology';

export type Log = (message: string, detail?: Record<string, unknown>) => void;

export interface LinkOptions {
  /** `amqp://user:password@host:port/vhost`; over TLS `amqps:`, with `?ca=FILE`, the authority that is trusted. */
  url: string;
  /** Shown by the broker as the connection's name. */
  name: string;
  topology?: RabbitTopology;
  /** Seconds; a dead peer is noticed after two to three of them. */
  heartbeat: number;
  connectWithinMs: number;
  log: Log;
  notes: boolean;
}

/** Whether the broker takes publications now: short of memory or disk it reads no more from who publishes. */
export interface Flow {
  /** Why it does not; undefined where it does. */
  blocked: string | undefined;
}

/** One connection that is opened again whenever it is asked for and not there. */
export interface Link {
  /** The open connection; waits for one while the broker is away; rejects Retryable once the link is closed. */
  connection(): Promise<ChannelModel>;
  flow: Flow;
  /** Aborted when the link closes. */
  closing: AbortSignal;
  close(): Promise<void>;
  log: Log;
  /** Whether what is done on it is noted as evidence. */
  notes: boolean;
}

const maxBackoffMs = 2000;
const handshakeMs = 5000;
const closeMs = 2000;
const refused = new Set([403, 530]);
const preconditionFailed = 406;

/** 50 ms, doubling to 2 s, give or take a fifth, so that the clients of a restarted broker do not come all at once. */
export const backoffMs = (failures: number): number =>
  Math.min(maxBackoffMs, 50 * 2 ** Math.min(failures, 10)) * (0.8 + Math.random() * 0.4);

/** The address without its password, for messages. */
export const publicUrl = (url: string): string => {
  if (!URL.canParse(url)) return 'an AMQP address that is no URL';
  const { protocol, username, host, pathname } = new URL(url);
  return `${protocol}//${username && `${username}@`}${host}${pathname}`;
};

const withHeartbeat = (url: string, heartbeat: number): string => {
  const address = new URL(url);
  address.searchParams.set('heartbeat', String(heartbeat));
  return address.toString();
};

/** Waits, but not beyond the signal; true if it was aborted. */
export const pauseUnless = async (signal: AbortSignal, ms: number): Promise<boolean> => {
  await pause(ms, undefined, { signal }).catch(() => undefined);
  return signal.aborted;
};

// After a black hole nobody answers the FIN: the socket would stay, and keep the process alive.
const destroySocket = (connection: ChannelModel): void => {
  const { stream } = connection.connection as unknown as { stream: { destroy(): void } };
  stream.destroy();
};

/** Opens the link and its first connection; rejects Fatal when refused, Retryable when the broker does not come in time. */
export const openLink = async (options: LinkOptions): Promise<Link> => {
  const { url, name, topology, heartbeat, connectWithinMs, log, notes } = options;
  const shown = publicUrl(url);
  if (!URL.canParse(url)) throw new Fatal(shown, { reason: 'address' });
  const ca = authorityIn(new URL(url));
  const closing = new AbortController();
  const flow: Flow = { blocked: undefined };
  let current: Promise<ChannelModel> | undefined;
  let established: ChannelModel | undefined;

  const connectOnce = async (): Promise<ChannelModel> => {
    const connection = await connect(withHeartbeat(url, heartbeat), {
      noDelay: true,
      keepAlive: true,
      timeout: handshakeMs,
      ...(ca && { ca }),
      clientProperties: { connection_name: name },
    });
    // Without a listener the error event of a cut would end the process; what follows from it comes with `close`.
    connection.on('error', (error) => log('connection failed', { broker: shown, error: error.message }));
    let gone = false;
    connection.on('close', () => {
      gone = true;
      if (established === connection) {
        current = undefined;
        flow.blocked = undefined;
      }
      destroySocket(connection);
    });
    connection.on('blocked', (reason) => {
      flow.blocked = String(reason);
      log('broker blocks publishers', { broker: shown, reason });
    });
    connection.on('unblocked', () => {
      flow.blocked = undefined;
      log('broker takes publications again', { broker: shown });
    });
    try {
      if (topology) await declareTopology(connection, topology);
      if (closing.signal.aborted) throw closed();
      if (gone) throw new Retryable('the connection was cut while it was opened');
      established = connection;
      return connection;
    } catch (error) {
      await closeWithin(connection, closeMs);
      throw error;
    }
  };

  const closed = () => new Retryable(`the link to ${shown} is closed`);

  const connectUntil = async (deadline: number): Promise<ChannelModel> => {
    for (let failures = 0; ; failures += 1) {
      if (closing.signal.aborted) throw closed();
      try {
        return await connectOnce();
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const code = codeOf(error);
        const hopeless = hopelessOf(shown, error);
        if (deadline < Infinity && hopeless) throw hopeless;
        if (deadline < Infinity && code !== undefined && refused.has(code))
          throw new Fatal(`${shown} refuses: ${reason}`, { reason: 'refused', cause: error });
        if (deadline < Infinity && code === preconditionFailed)
          throw new Fatal(`${shown}: the topology differs: ${reason}`, { reason: 'topology', cause: error });
        if (performance.now() > deadline) throw new Retryable(`${shown} is not there: ${reason}`, { cause: error });
        if (failures % 20 === 3) log('no connection yet', { broker: shown, error: reason });
        await pauseUnless(closing.signal, backoffMs(failures));
      }
    }
  };

  const connection = (deadline = Infinity): Promise<ChannelModel> => {
    if (closing.signal.aborted) return Promise.reject(closed());
    if (current) return current;
    const attempt = connectUntil(deadline);
    current = attempt;
    attempt.catch(() => {
      if (current === attempt) current = undefined;
    });
    return attempt;
  };

  const close = async (): Promise<void> => {
    closing.abort();
    const open = await current?.catch(() => undefined);
    if (open) await closeWithin(open, closeMs);
  };

  await connection(performance.now() + connectWithinMs);
  return { connection: () => connection(), flow, closing: closing.signal, close, log, notes };
};

const closeWithin = async (connection: ChannelModel, ms: number): Promise<void> => {
  const late = new AbortController();
  const closed = connection.close().catch(() => undefined);
  await Promise.race([closed, pauseUnless(late.signal, ms)]);
  late.abort();
  destroySocket(connection);
};

/** Resolves when the channel is gone, by itself or with its connection. */
export const channelGone = async (connection: ChannelModel, channel: Channel): Promise<void> => {
  const either = new AbortController();
  const { signal } = either;
  await Promise.race([once(channel, 'close', { signal }), once(connection, 'close', { signal })]).catch(
    () => undefined,
  );
  either.abort();
};

/** Closes a channel that may be closed already. */
export const closeChannel = async (channel: Channel, ms = closeMs): Promise<void> => {
  const late = new AbortController();
  const closed = (async () => channel.close())().catch(() => undefined);
  await Promise.race([closed, pauseUnless(late.signal, ms)]);
  late.abort();
};
