import { Client, type IFrame } from '@stomp/stompjs';
import { Fatal, Retryable } from '@parley/faults';
import { brokerAddressOf, within, type Line } from '../brokered';
import './parser';
import { openStompSocket } from './socket';

export interface ConnectionOptions {
  /** `stomp://user:password@host:port/vhost`; over TLS `stomp+ssl:`, with `?ca=FILE`, the authority that is trusted. */
  url: string;
  /** Both sides give a sign of life that often, in ms; who gives none for twice as long is given up. */
  heartbeatMs?: number;
}

/** A connection that has been let in. */
export interface StompLine extends Line {
  client: Client;
  /** Bytes that wait to leave. */
  left(): number;
  /** Resolves with the broker's receipt of that id; never where the connection ends before. */
  receipt(id: string): Promise<void>;
}

export interface DialOptions extends ConnectionOptions {
  /** Done with a connection that is let in, before it counts as open. */
  prepare?(line: StompLine): Promise<void>;
  /** An ERROR frame names what it answers: the receipt that was asked for. */
  onError?(receiptId: string, error: Error): void;
  drained?(): void;
}

const errorOf = (shown: string, { headers, body }: IFrame, isIn: boolean): Error => {
  const text = `${shown}: ${headers.message ?? 'error'}${body ? `: ${body.trim()}` : ''}`;
  if (!isIn) return new Fatal(text, { reason: 'credentials' });
  return new Fatal(text, { reason: /not.?found|unknown/i.test(text) ? 'not-found' : 'rejected' });
};

/**
 * Opens a connection by STOMP 1.2 over TCP; resolves when it is let in and prepared. Rejects Fatal where the broker
 * answers with an error (`credentials`, `not-found`, `rejected`) or is not trusted (`untrusted`), else Retryable. The library's own reconnecting stays
 * off: it asks a broker that refuses for ever, and forgets subscriptions and receipts.
 */
export async function dialStomp(options: DialOptions, signal: AbortSignal): Promise<StompLine> {
  const { url, heartbeatMs = 4000, prepare, onError, drained = () => undefined } = options;
  const address = brokerAddressOf(url, 'stomp');
  const { username, password, vhost, shown } = address;
  let isIn = false;
  let why: string | undefined;
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  failed.catch(() => undefined);
  const socket = openStompSocket(address, drained, (error) => fail(error));
  const client = new Client({
    webSocketFactory: () => socket.shape,
    reconnectDelay: 0,
    connectionTimeout: 0,
    heartbeatIncoming: heartbeatMs,
    heartbeatOutgoing: heartbeatMs,
    discardWebsocketOnCommFailure: true,
    connectHeaders: { login: username, passcode: password, host: vhost },
    onStompError: (frame) => {
      const error = errorOf(shown, frame, isIn);
      why ??= error.message;
      onError?.(frame.headers['receipt-id'] ?? '', error);
      fail(error);
      // The protocol says that it ends after an error; it must not depend on the other side.
      socket.destroy();
    },
  });
  const gone = socket.gone.then((said) => why ?? `${shown}: ${said}`);
  void gone.then((said) => fail(new Retryable(said)));
  const aborted = () => {
    fail(new Retryable(`${shown} did not answer in time`));
    socket.destroy();
  };
  signal.addEventListener('abort', aborted, { once: true });
  if (signal.aborted) aborted();
  const line: StompLine = {
    client,
    gone,
    left: socket.left,
    receipt: (id) => new Promise((resolve) => client.watchForReceipt(id, () => resolve())),
    close: async (withinMs) => {
      await within(client.deactivate(), withinMs);
      socket.destroy();
      await gone;
    },
  };
  try {
    const connected = new Promise<void>((resolve) => (client.onConnect = () => resolve()));
    client.activate();
    await Promise.race([connected, failed]);
    isIn = true;
    await Promise.race([prepare?.(line), failed]);
    return line;
  } catch (error) {
    void client.deactivate({ force: true });
    throw error;
  } finally {
    signal.removeEventListener('abort', aborted);
  }
}
