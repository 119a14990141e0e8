import net from 'node:net';
import tls from 'node:tls';
import { setTimeout as pause } from 'node:timers/promises';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { Fatal, kindOf, Retryable } from '@parley/faults';
import { isUntrusted } from '../brokered';
import { canTalk } from './versions';

export type Log = (message: string, detail?: Record<string, unknown>) => void;

/** SASL PLAIN over TLS: a password in plain text goes over nothing less. */
export interface Credentials {
  username: string;
  password: string;
  /** The certificate authority that the brokers are trusted by, PEM; undefined: those that Node trusts. */
  ca?: string;
}

export interface KafkaClient {
  brokers: string[];
  clientId: string;
  log: Log;
  /** A Kafka object whose connections can all be ended at once. */
  open(): OpenKafka;
}

export interface OpenKafka {
  kafka: Kafka;
  /** To be waited for before the first request: rejects Fatal `version` where the broker is too new for kafkajs to talk to. */
  compatible(): Promise<void>;
  /** Ends every connection and every retry made through it; what is pending rejects. */
  kill(): void;
}

const connectionTimeoutMs = 3000;
const requestTimeoutMs = 10_000;
const keepAliveMs = 10_000;

/** Deadlines are ours, by `kill`: a number of retries would give up by count, at a time that nobody chose. */
export const retry = {
  initialRetryTime: 100,
  maxRetryTime: 1000,
  factor: 0.2,
  multiplier: 2,
  retries: Number.MAX_SAFE_INTEGER,
};

const toStderr: Log = (message, detail) =>
  void process.stderr.write(`kafka: ${message} ${detail ? JSON.stringify(detail) : ''}\n`);

const refusedCredentials = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === 'KafkaJSSASLAuthenticationError' || (error.cause !== error && refusedCredentials(error.cause)));

// kafkajs wraps what a socket factory throws into an error that it retries for ever, reading its message to do so: a
// message that throws a TypeError gets through, and a TypeError ends every one of its retry loops.
const endOf = (why: TypeError): Error =>
  Object.defineProperty(new Error(), 'message', {
    get() {
      throw why;
    },
  });

class Untrusted extends TypeError {}

/**
 * The brokers to talk to, the name to do so under, and what is shown to be let in. Opens no connection. `log` gets
 * kafkajs' warnings and ours. With credentials that are refused every call rejects Fatal `credentials`,
 * and with a certificate that is not trusted Fatal `untrusted`.
 */
export const kafkaClient = (options: {
  brokers: string[];
  clientId: string;
  log?: Log;
  credentials?: Credentials;
}): KafkaClient => {
  const { brokers, clientId, log = toStderr, credentials } = options;
  const secured = credentials && {
    ssl: credentials.ca === undefined ? true : { ca: [credentials.ca] },
    sasl: { mechanism: 'plain' as const, username: credentials.username, password: credentials.password },
  };

  let isCompatible = false;

  const open = (): OpenKafka => {
    const sockets = new Set<net.Socket>();
    let closed = false;
    let ended = new TypeError('this Kafka client is closed');
    // A factory of one's own has to do the TLS too: kafkajs would speak in plain text to a port that waits for a handshake.
    const connect = (host: string, port: number, ssl: unknown, onConnect: () => void): net.Socket => {
      const to = { host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs };
      if (!ssl) return net.connect(to, onConnect);
      const servername = net.isIP(host) ? {} : { servername: host };
      const socket = tls.connect({ ...to, ...servername, ...(typeof ssl === 'object' ? ssl : {}) }, onConnect);
      socket.once('error', (error: NodeJS.ErrnoException) => {
        // It does not get better by trying again, which is all that kafkajs would do.
        if (!isUntrusted(error)) return;
        ended = new Untrusted(`the certificate of ${host}:${port} is not trusted: ${error.code}`);
        closed = true;
      });
      return socket;
    };
    const kept = (socket: net.Socket): net.Socket => {
      // kafkajs unrefs a socket whenever it gives it up, and each time waits for a connection that may never come about.
      socket.setMaxListeners(0);
      socket.once('close', () => sockets.delete(socket));
      sockets.add(socket);
      return socket;
    };
    const compatible = async (): Promise<void> => {
      const [first = ''] = brokers;
      if (isCompatible || closed) return;
      const { hostname, port } = new URL(`kafka://${first}`);
      const to = (connected: () => void) => kept(connect(hostname, Number(port), secured?.ssl, connected));
      isCompatible = await canTalk(first, to, connectionTimeoutMs);
    };
    const kafka = new Kafka({
      brokers,
      clientId,
      connectionTimeout: connectionTimeoutMs,
      requestTimeout: requestTimeoutMs,
      ...secured,
      retry,
      logLevel: logLevel.WARN,
      logCreator:
        () =>
        ({ namespace, log: entry }) =>
          void (
            closed ||
            log(entry.message, { namespace, broker: entry.broker, groupId: entry.groupId, error: entry.error })
          ),
      socketFactory: ({ host, port, ssl, onConnect }) => {
        if (closed) throw endOf(ended);
        return kept(connect(host, port, ssl, onConnect));
      },
    });
    const kill = () => {
      closed = true;
      // With an error, since kafkajs does not listen for `close` and would leave its requests pending.
      for (const socket of sockets) socket.destroy(new Error('closed'));
    };
    return { kafka, compatible, kill };
  };

  return { brokers, clientId, log, open };
};

/** Resolves or rejects as `work` does, but Retryable after `ms`, when `late` is called too. */
export const within = async <T>(ms: number, what: string, work: Promise<T>, late: () => void): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      late();
      reject(new Retryable(`${what} did not end within ${ms} ms`));
    }, ms);
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
};

/** The broker's word for an error, e.g. UNKNOWN_TOPIC_OR_PARTITION, through whatever kafkajs wrapped it in. */
export const protocolType = (error: unknown): string | undefined => {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('type' in error && typeof error.type === 'string') return error.type;
  return 'cause' in error && error.cause !== error ? protocolType(error.cause) : undefined;
};

/** What kafkajs threw, typed: an error of ours is left alone. */
export const typed = (error: unknown, what: string): Error => {
  if (error instanceof Error && 'kind' in error && error.kind === kindOf(error)) return error;
  const type = protocolType(error);
  const said = error instanceof Error ? error.message : String(error);
  if (refusedCredentials(error) || type === 'SASL_AUTHENTICATION_FAILED')
    return new Fatal(`${what}: the broker refuses the credentials`, { reason: 'credentials' });
  if (error instanceof Untrusted) return new Fatal(`${what}: ${error.message}`, { reason: 'untrusted' });
  if (type === 'UNKNOWN_TOPIC_OR_PARTITION')
    return new Fatal(`${what}: there is no such topic`, { reason: 'no-topic', cause: error });
  return new Retryable(`${what}: ${type ?? said}`, { cause: error });
};

const passing = new Set([
  'UNKNOWN_TOPIC_OR_PARTITION',
  'NOT_LEADER_FOR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'GROUP_LOAD_IN_PROGRESS',
  'NOT_COORDINATOR_FOR_GROUP',
]);

/** Asks again while a broker has not yet heard of a topic or a leader; the deadline is the caller's. */
export const patiently = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!passing.has(protocolType(error) ?? '')) throw error;
      await pause(50);
    }
  }
};

/** Runs `work` with an admin connection of its own, closed afterwards; Retryable when it takes longer than `ms`. */
export const withAdmin = async <T>(
  client: KafkaClient,
  what: string,
  work: (admin: Admin) => Promise<T>,
  ms = 30_000,
): Promise<T> => {
  const { kafka, compatible, kill } = client.open();
  const admin = kafka.admin();
  const run = async () => {
    await compatible();
    await admin.connect();
    return work(admin);
  };
  try {
    return await within(ms, what, run(), kill);
  } catch (error) {
    throw typed(error, what);
  } finally {
    await within(1000, 'disconnect', admin.disconnect(), kill).catch(() => undefined);
    kill();
  }
};
