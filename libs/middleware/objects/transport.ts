import type { RpcTransport } from 'capnweb';
import type { WebSocket } from 'ws';
import { Fatal } from '@parley/faults';

export interface TransportOptions {
  /** A silent side is asked whether it is there so often, in ms; after the third time without any answer it is given up. */
  heartbeatMs: number;
  /** Told what was thrown away. */
  refused(error: Fatal): void;
}

export interface Transport {
  transport: RpcTransport;
  /** Resolves when nothing comes any more, with the reason; never rejects. */
  lost: Promise<string>;
  isLost(): boolean;
  /** Ends it with a goodbye that gets at most `withinMs`. */
  close(withinMs: number): Promise<void>;
  /** Ends it now; what has arrived and was not read is thrown away. */
  destroy(why: string): void;
}

const patience = 3;

/**
 * capnweb's transport over a connected socket of `ws`. Not capnweb's own: that one takes no notice of a side that has gone
 * silent, and hands on what arrived before a connection was given up.
 */
export function openTransport(socket: WebSocket, { heartbeatMs, refused }: TransportOptions): Transport {
  const arrived: string[] = [];
  let waiting: { take(text: string): void; fail(error: Error): void } | undefined;
  let over: string | undefined;
  let tell: (why: string) => void;
  const lost = new Promise<string>((resolve) => (tell = resolve));

  // Beats are counted, not the time: after a stop of this very process the other side has missed nothing.
  let missed = 0;
  const heard = () => void (missed = 0);
  const beat = setInterval(() => {
    missed += 1;
    if (missed > patience) end('the other side is silent');
    else if (socket.readyState === socket.OPEN) socket.ping();
  }, heartbeatMs).unref();

  const end = (why: string) => {
    if (over !== undefined) return;
    over = why;
    clearInterval(beat);
    arrived.length = 0;
    socket.terminate();
    waiting?.fail(new Error(why));
    tell(why);
  };

  socket.on('message', (data: Buffer, isBinary: boolean) => {
    heard();
    if (over !== undefined) return;
    if (isBinary) {
      refused(new Fatal('a binary frame where there is only text', { reason: 'undecodable' }));
      return end('the other side sent what is no message');
    }
    const text = data.toString();
    const now = waiting;
    waiting = undefined;
    if (now) now.take(text);
    else arrived.push(text);
  });
  socket.on('ping', heard);
  socket.on('pong', heard);
  socket.on('error', (error) => {
    if ((error as NodeJS.ErrnoException).code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH')
      refused(new Fatal('a message is above the maximum', { reason: 'too-large', cause: error }));
    end(`the connection was lost: ${error.message}`);
  });
  socket.on('close', (code) => end(`the connection was closed (${code})`));

  return {
    transport: {
      send: (text) => {
        if (over === undefined && socket.readyState === socket.OPEN) socket.send(text);
      },
      receive: () => {
        const text = arrived.shift();
        if (text !== undefined) return Promise.resolve(text);
        if (over !== undefined) return Promise.reject(new Error(over));
        return new Promise((take, fail) => (waiting = { take, fail }));
      },
      // capnweb could not read what came, or was told so.
      abort: (reason) => {
        if (over !== undefined) return;
        const why = reason instanceof Error ? reason.message : String(reason);
        refused(new Fatal(`what arrived is no message: ${why}`, { reason: 'undecodable', cause: reason }));
        end(why);
      },
    },
    lost,
    isLost: () => over !== undefined,
    close: async (withinMs) => {
      if (over !== undefined) return;
      const late = setTimeout(() => end('the connection was closed'), withinMs);
      socket.close(1000);
      await lost;
      clearTimeout(late);
    },
    destroy: end,
  };
}
