import { RpcSession } from 'capnweb';
import { WebSocket } from 'ws';
import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';
import { valueOf } from './outcome';
import { openTransport } from './transport';

/** What every address offers to those who connect: the way to its objects. */
export interface Root {
  /** An object by its id; whoever asks holds a lease from then on. */
  object(id: string): unknown;
  /** Renews leases; returns the ids that are gone. */
  hold(ids: readonly string[]): readonly string[];
  release(ids: readonly string[]): void;
}

export interface LinkOptions {
  /** Who holds the references: one name a process. */
  holder: string;
  connectMs: number;
  heartbeatMs: number;
  maxBytes: number;
}

type Stub = Record<string, (...args: unknown[]) => PromiseLike<unknown>> & Disposable;

/** One connection to one address. */
interface Session {
  /** Sends one call and resolves to its value; rejects with OutcomeUnknown where the connection ends before. */
  invoke(stub: Stub, method: string, args: readonly unknown[]): Promise<unknown>;
  root: Stub;
  /** An object's stub, asked for once a connection. Rejects with Fatal `no-such-object`, or Retryable: nothing has been called. */
  stub(id: string): Promise<Stub>;
  forget(id: string): void;
  isLost(): boolean;
  close(): Promise<void>;
}

const goodbyeMs = 1000;

const place = (address: string): { host: string; port: number } => {
  const [, host = '', port = ''] = /^(?:ws|tcp):\/\/([^/:]+):(\d+)$/.exec(address) ?? [];
  if (!port) throw new Fatal(`${address} is no address: ws://host:port`, { reason: 'bad-address' });
  return { host, port: Number(port) };
};

const dial = (address: string, nth: number, { holder, connectMs, maxBytes }: LinkOptions): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    const { host, port } = place(address);
    const url = `ws://${host}:${port}/?holder=${encodeURIComponent(holder)}&nth=${nth}`;
    // perMessageDeflate would cost memory a connection and help a peer to blow it up.
    const options = { handshakeTimeout: connectMs, maxPayload: maxBytes, perMessageDeflate: false };
    const socket = new WebSocket(url, options);
    socket.once('error', (error) => reject(new Retryable(`${address} cannot be reached: ${error.message}`)));
    socket.once('open', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });

const openSession = (socket: WebSocket, { heartbeatMs, maxBytes }: LinkOptions): Session => {
  const carrier = openTransport(socket, { heartbeatMs, refused: () => undefined });
  const limits = { maxMessageSize: maxBytes };
  const session = new RpcSession(carrier.transport, undefined, { limits });
  const root = session.getRemoteMain() as unknown as Stub;
  const stubs = new Map<string, Promise<Stub>>();

  // One set for all: a handler a call on the one promise of the loss would never be freed.
  const underWay = new Set<(error: Error) => void>();
  void carrier.lost.then((why) => underWay.forEach((fail) => fail(new OutcomeUnknown(why))));

  const invoke: Session['invoke'] = (stub, method, args) =>
    new Promise((resolve, reject) => {
      if (carrier.isLost()) throw new Retryable('the connection was lost');
      underWay.add(reject);
      const done = () => underWay.delete(reject);
      const answered = (outcome: unknown) => {
        done();
        resolve(outcome);
      };
      const failed = ({ message }: Error) => {
        // When the connection ends capnweb fails every call, before or after `lost`: only then is it not about this call.
        if (carrier.isLost()) return;
        done();
        const reason = message.includes('is not a function') ? 'no-such-method' : 'refused';
        reject(new Fatal(message, { reason }));
      };
      try {
        stub[method]!(...args).then(answered, failed);
      } catch (error) {
        failed(error as Error);
      }
    }).then(valueOf);

  const ask = async (id: string): Promise<Stub> => {
    try {
      return (await invoke(root, 'object', [id])) as Stub;
    } catch (error) {
      stubs.delete(id);
      if (error instanceof Fatal) throw error;
      throw new Retryable((error as Error).message, { cause: error });
    }
  };
  return {
    invoke,
    root,
    stub: (id) => {
      const known = stubs.get(id) ?? ask(id);
      stubs.set(id, known);
      return known;
    },
    forget: (id) => {
      void stubs.get(id)?.then(
        (stub) => stub[Symbol.dispose](),
        () => undefined,
      );
      stubs.delete(id);
    },
    isLost: carrier.isLost,
    close: () => carrier.close(goodbyeMs),
  };
};

/** The way to one address: connected when it is needed, and again after a loss. */
export interface Link {
  session(): Promise<Session>;
  /** The connection that stands, if any. */
  current(): Session | undefined;
  close(): Promise<void>;
}

/** Opens nothing before it is asked for a session. */
export function openLink(address: string, options: LinkOptions): Link {
  let session: Promise<Session> | undefined;
  let opened: Session | undefined;
  let nth = 0;
  const begin = async (): Promise<Session> => {
    nth += 1;
    opened = openSession(await dial(address, nth, options), options);
    return opened;
  };
  return {
    session: () => {
      if (opened?.isLost()) session = opened = undefined;
      if (!session) {
        const now = begin();
        session = now;
        now.catch(() => void (session === now && (session = undefined)));
      }
      return session;
    },
    current: () => (opened && !opened.isLost() ? opened : undefined),
    close: async () => {
      const last = await session?.catch(() => undefined);
      await last?.close();
    },
  };
}
