import { connect, type Socket } from 'node:net';
import { Fatal, Retryable } from '@parley/faults';
import { openDesk, openWindow, withinDeadline } from '../objects/within';
import { openConnection, type Connection, type ConnectionOptions } from './connection';
import { knownOf, type Remote } from './netref';
import { handlers } from './protocol';
import { defaultMaxBytes } from './server';

export interface ConnectOptions extends Partial<ConnectionOptions> {
  host: string;
  port: number;
}

const dial = (host: string, port: number, withinMs: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port, allowHalfOpen: true });
    const fail = (why: string) => {
      socket.destroy();
      reject(new Retryable(`${host}:${port} cannot be reached: ${why}`));
    };
    const late = setTimeout(() => fail(`no connection within ${Math.round(withinMs)} ms`), withinMs);
    socket.once('error', (error) => {
      clearTimeout(late);
      fail(error.message);
    });
    socket.once('connect', () => {
      clearTimeout(late);
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });

/**
 * Connects once to an RPyC server, within `deadlineMs` (30 000 as in RPyC). Rejects with Retryable where nobody answers.
 * `service` is what the server can call back; by default nothing.
 */
export async function connectRpyc({ host, port, ...given }: ConnectOptions): Promise<Connection> {
  const defaults = { service: {}, deadlineMs: 30_000, maxBytes: defaultMaxBytes, refused: () => undefined };
  const options = { ...defaults, ...given };
  return openConnection(await dial(host, port, options.deadlineMs), options);
}

export interface ClientOptions<T> extends ConnectOptions {
  deadlineMs: number;
  /** So many calls are under way at most; the others wait for their turn. */
  window?: number;
  /** Asked once a connection for the object that the calls go to; by default it is the root. `nth` counts connections from 1. */
  enter?(root: Remote<T>, nth: number): Promise<object>;
}

/** A client that connects when it is needed, and again after a loss. */
export interface Client {
  /** Calls a method of the object; settles within the deadline, connecting included. Nothing is ever sent twice. */
  call(method: string, ...args: unknown[]): Promise<unknown>;
  /** Takes no more calls (Fatal `closed`), lets those under way settle, ends. Twice is once. */
  close(): Promise<void>;
}

interface Entered {
  connection: Connection;
  object: object;
}

/** A client of one object at one address. Opens nothing before the first call. */
export function openRpyc<T>(options: ClientOptions<T>): Client {
  const { deadlineMs, window: size = 64, enter } = options;
  const desk = openDesk();
  const window = openWindow(size);
  let entered: Promise<Entered> | undefined;
  let [nth, closed] = [0, false];

  const begin = async (): Promise<Entered> => {
    const connection = await connectRpyc(options);
    void connection.lost.then(() => (entered = undefined));
    try {
      const root = await connection.root<T>();
      const object = enter ? await enter(root, ++nth) : (root as object);
      if (!knownOf(object)) throw new Fatal('the server offers no object', { reason: 'no-object' });
      return { connection, object };
    } catch (error) {
      connection.destroy();
      // Only the way in was tried: what the caller asked for has not left.
      throw error instanceof Fatal ? error : new Retryable((error as Error).message, { cause: error });
    }
  };
  const enterOnce = (): Promise<Entered> => {
    const now = (entered ??= begin());
    now.catch(() => {
      if (entered === now) entered = undefined;
    });
    return now;
  };

  // A place in the window is free again when the other side is done, not when the caller has given up.
  const call = (method: string, args: unknown[]) =>
    withinDeadline(method, deadlineMs, async ({ leave, left }) => {
      await window.enter();
      let asked = false;
      try {
        const { connection, object } = await enterOnce();
        leave();
        asked = true;
        const what = [object, method, Object.freeze(args), Object.freeze([])];
        return await connection.ask(left(), handlers.callAttribute, what, window.leave);
      } finally {
        if (!asked) window.leave();
      }
    });

  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    closed = true;
    await desk.settled();
    await (await entered?.catch(() => undefined))?.connection.close();
  };
  return {
    call: (method, ...args) =>
      closed ? Promise.reject(new Fatal('the client is closed', { reason: 'closed' })) : desk.keep(call(method, args)),
    close: () => (closing ??= close()),
  };
}
