import type { Socket } from 'node:net';
import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';
import { openDesk } from '../objects/within';
import { openBoxes } from './box';
import { dump, load } from './brine';
import { dumpError, loadError } from './exceptions';
import { openExported } from './exported';
import { encodeFrame, openFrames } from './frames';
import type { Line, Remote } from './netref';
import { handlers, labels, messages } from './protocol';
import { openHandlers } from './serve';

export interface ConnectionOptions {
  /** What this side offers as its root; its attributes `exposed_…` can be reached. */
  service: object;
  /** How long a request waits for its answer, in ms. */
  deadlineMs: number;
  /** The longest frame, in bytes, in either direction. */
  maxBytes: number;
  /** Told what was thrown away: bytes that are none of RPyC's, answers that came too late. */
  refused(error: Fatal): void;
}

/** One connection of two sides that can both call. */
export interface Connection extends Line {
  /** The other side's root object. */
  root<T>(): Promise<Remote<T>>;
  /**
   * Sends one request that settles within `deadlineMs`; `request` takes the connection's own. `done` is called when the other
   * side has nothing more to do with it: it has answered, however late, or the connection has ended, or nothing was sent.
   */
  ask(deadlineMs: number, handler: number, args: unknown[], done?: () => void): Promise<unknown>;
  /** Gives a reference back; it must not be used afterwards. */
  release(reference: object): void;
  /** How many objects of each side the other holds. */
  references(): { given: number; held: number };
  /** Resolves when every request that has arrived so far is answered. */
  answered(): Promise<void>;
  /** Resolves when the connection has ended, whoever ended it; never rejects. */
  lost: Promise<void>;
  /** Ends it as RPyC does, and in any case within a second; what waits rejects with OutcomeUnknown. Twice is once. */
  close(): Promise<void>;
  destroy(): void;
}

/** Takes the answer of one request, or the loss of the connection. */
type Waiting = (error: Error | undefined, value?: unknown) => void;

const goodbyeMs = 1000;

/** What a peer that asks and does not read may leave here at most, in frames' lengths. */
const unreadFrames = 4;

/** Speaks RPyC 6 on a connected socket. */
export function openConnection(socket: Socket, options: ConnectionOptions): Connection {
  const { service, deadlineMs, maxBytes, refused } = options;
  const pending = new Map<number, Waiting>();
  const exported = openExported();
  const inHand = openDesk();
  let lastSeq = 0;
  let heardAt = performance.now();
  let ended = false;
  let why = 'the connection was lost';

  const write = (type: number, seq: number, args: unknown): void => {
    const body = Buffer.concat([Buffer.from([type]), dump([seq, args])]);
    if (body.length > maxBytes)
      throw new Fatal(`${body.length} bytes are above the maximum of ${maxBytes} in one frame`, {
        reason: 'too-large',
      });
    socket.write(encodeFrame(body));
    const isAnswer = type !== messages.request;
    if (isAnswer && socket.writableLength > unreadFrames * maxBytes) destroy('the other side does not read');
  };
  const destroy = (because: string) => {
    why = because;
    socket.destroy();
  };

  /** A frozen side sends nothing; one that is only slow answers the ping that is sent half-way. */
  const ask: Connection['ask'] = (limitMs, handler, args, done = () => undefined) =>
    new Promise<unknown>((resolve, reject) => {
      const seq = ++lastSeq;
      try {
        if (ended) throw new Retryable(why);
        write(messages.request, seq, [handler, boxes.box(Object.freeze(args))]);
      } catch (error) {
        done();
        return reject(error);
      }
      const sentAt = performance.now();
      let late = false;
      const asking = setTimeout(() => ping(), limitMs / 2);
      const giving = setTimeout(() => {
        late = true;
        reject(new OutcomeUnknown(`there was no answer within ${Math.round(limitMs)} ms`));
        if (heardAt < sentAt) destroy('the other side was silent for a whole deadline');
      }, limitMs);
      pending.set(seq, (error, value) => {
        clearTimeout(asking);
        clearTimeout(giving);
        done();
        if (late && !ended) refused(new Fatal(`answer ${seq} came too late`, { reason: 'late-reply' }));
        if (error) reject(error);
        else resolve(value);
      });
    });
  const request = (handler: number, ...args: unknown[]) => ask(deadlineMs, handler, args);

  /** A request whose answer nobody waits for. */
  const tell = (handler: number, ...args: unknown[]): void => {
    if (ended) return;
    const seq = ++lastSeq;
    pending.set(seq, () => undefined);
    write(messages.request, seq, [handler, [labels.tuple, args]]);
  };
  const ping = () => tell(handlers.ping, [labels.value, 'ping']);

  const line: Line = {
    request,
    drop: (pack, count) => tell(handlers.drop, [labels.yours, pack], [labels.value, count]),
  };
  const boxes = openBoxes(line, exported);
  const does = openHandlers(service, exported, () => setImmediate(() => socket.end()));

  const answer = async (seq: number, asked: unknown): Promise<void> => {
    const reply = async (): Promise<unknown> => {
      const [handler, args] = Array.isArray(asked) ? (asked as unknown[]) : [];
      const handle = does[handler as number];
      if (!handle) throw new Fatal(`there is no request ${String(handler)}`, { reason: 'no-such-request' });
      return handle(...(boxes.unbox(args) as unknown[]));
    };
    try {
      const value = await reply();
      if (!ended) write(messages.reply, seq, boxes.box(value));
    } catch (error) {
      if (!ended) write(messages.exception, seq, dumpError(error));
    }
  };

  const dispatch = (body: Buffer): void => {
    heardAt = performance.now();
    const found = load(body.subarray(1));
    const [seq, content] = Array.isArray(found) && found.length === 2 ? (found as [unknown, unknown]) : [];
    if (typeof seq !== 'number') throw new Fatal('a message has no number', { reason: 'undecodable' });
    const type = body[0];
    if (type === messages.request) return void inHand.keep(answer(seq, content));
    if (type !== messages.reply && type !== messages.exception)
      throw new Fatal(`there is no message type ${type}`, { reason: 'undecodable' });
    // Unboxed in any case: what it holds must be given back.
    const value = type === messages.reply ? boxes.unbox(content) : undefined;
    const waiting = pending.get(seq);
    if (!waiting) return refused(new Fatal(`answer ${seq} answers nothing`, { reason: 'undecodable' }));
    pending.delete(seq);
    waiting(type === messages.exception ? loadError(content) : undefined, value);
  };

  const frames = openFrames(maxBytes, dispatch);
  socket.setNoDelay(true);
  socket.on('data', (chunk: Buffer) => {
    try {
      frames(chunk);
    } catch (error) {
      const fatal = error instanceof Fatal ? error : new Fatal(String(error), { reason: 'undecodable', cause: error });
      refused(fatal);
      destroy(fatal.message);
    }
  });
  socket.on('error', (error) => void (why = `the connection was lost: ${error.message}`));
  socket.on('end', () => socket.end());
  const lost = new Promise<void>((resolve) =>
    socket.on('close', () => {
      ended = true;
      exported.clear();
      for (const waiting of pending.values()) waiting(new OutcomeUnknown(why));
      pending.clear();
      resolve();
    }),
  );

  const close = async (): Promise<void> => {
    if (!ended) {
      why = 'the connection was closed';
      const late = setTimeout(() => socket.destroy(), goodbyeMs);
      tell(handlers.close);
      socket.end();
      await lost;
      clearTimeout(late);
    }
  };

  return {
    ...line,
    ask,
    root: <T>() => request(handlers.getRoot) as Promise<Remote<T>>,
    release: boxes.release,
    answered: inHand.settled,
    references: () => ({ given: exported.count(), held: boxes.count() }),
    lost,
    close,
    destroy: () => destroy('the connection was closed'),
  };
}
