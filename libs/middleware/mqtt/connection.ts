import { MqttClient } from 'mqtt';
import { Fatal, Retryable } from '@parley/faults';
import { brokerAddressOf, connectBroker, hopelessOf, within, type Line } from '../brokered';

export interface ConnectionOptions {
  /**
   * `mqtt://user:password@host:port`; RabbitMQ's virtual host stands before the user: `vhost%3Auser`. Over TLS `mqtts:`,
   * with `?ca=FILE`, the certificate of the authority that is trusted.
   */
  url: string;
  /** The client id: one connection of that id at a time, the last one wins. */
  clientId: string;
  /** Whether the broker forgets the session (subscriptions and what is stored for them) with the connection. */
  clean: boolean;
  /** In seconds; a peer that is silent for one and a half times as long is given up. */
  keepalive?: number;
}

/** A connection that has been let in. */
export interface MqttLine extends Line {
  client: MqttClient;
  /** Bytes that wait to leave. */
  left(): number;
}

export interface DialOptions extends ConnectionOptions {
  /** Done with it before anything can come: a session that has stored messages sends them at once. */
  listen?(line: MqttLine): void;
  /** Done with a connection that is let in, before it counts as open. */
  prepare?(line: MqttLine): Promise<void>;
  /** Called when nothing waits to leave any more. */
  drained?(): void;
}

// CONNACK's codes that will be the same at the next attempt: version, client id, credentials, not authorised.
const hopeless = new Set([1, 2, 4, 5]);

const errorOf = (shown: string, error: Error & { code?: unknown }): Error => {
  const hopelessly = hopelessOf(shown, error);
  if (hopelessly) return hopelessly;
  const text = `${shown}: ${error.message}`;
  return typeof error.code === 'number' && hopeless.has(error.code)
    ? new Fatal(text, { reason: error.code >= 4 ? 'credentials' : 'refused', cause: error })
    : new Retryable(text, { cause: error });
};

/**
 * Opens a connection by MQTT 3.1.1 over TCP; resolves when it is let in and prepared. Rejects Fatal where the broker
 * refuses or is not trusted (`untrusted`), else Retryable. The library's own reconnecting stays off: it asks for ever, whatever the answer, and sends
 * again what nobody waits for any more.
 */
export async function dialMqtt(options: DialOptions, signal: AbortSignal): Promise<MqttLine> {
  const { url, clientId, clean, keepalive = 5, listen, prepare, drained } = options;
  const address = brokerAddressOf(url, 'mqtt');
  const { username, password, shown } = address;
  const { socket } = connectBroker(address);
  const client = new MqttClient(() => socket as never, {
    protocolVersion: 4,
    clientId,
    clean,
    keepalive,
    username,
    password,
    reconnectPeriod: 0,
    connectTimeout: 30_000,
    resubscribe: false,
  });
  let why: Error | undefined;
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  failed.catch(() => undefined);
  const ended = (error: Error): void => {
    why ??= errorOf(shown, error);
    fail(why);
    // A socket that is destroyed without a word leaves the library's timers running.
    client.end(true);
    socket.destroy();
  };
  client.on('error', ended);
  socket.on('error', ended);
  socket.on('drain', () => drained?.());
  const gone = new Promise<string>((resolve) =>
    socket.once('close', () => resolve(why?.message ?? `${shown}: the connection ended`)),
  );
  void gone.then((said) => ended(new Error(said)));
  const aborted = () => ended(new Error('it did not answer in time'));
  signal.addEventListener('abort', aborted, { once: true });
  if (signal.aborted) aborted();
  const line: MqttLine = {
    client,
    gone,
    left: () => socket.writableLength,
    close: async (withinMs) => {
      // DISCONNECT, so that the broker does not wait for the keepalive; what it has not confirmed is not waited for.
      await within(new Promise<void>((resolve) => client.end(false, () => resolve())), withinMs);
      client.end(true);
      socket.destroy();
      await gone;
    },
  };
  listen?.(line);
  try {
    await Promise.race([new Promise<void>((resolve) => client.once('connect', () => resolve())), failed]);
    await Promise.race([prepare?.(line), failed]);
    return line;
  } finally {
    signal.removeEventListener('abort', aborted);
  }
}
