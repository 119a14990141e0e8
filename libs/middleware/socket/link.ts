import type { Socket } from 'node:net';
import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';
import { closedError, decodeFailure, encodeFailure } from './errors';
import { encodeFrame, openFrameReader, type Frame } from './frames';
import { openOutgoing } from './outgoing';

export interface LinkOptions {
  /** Bytes of the largest payload, in and out; 4 MiB. */
  maxBytes?: number;
  /** How many messages may be in the hands of this side's application at once; then reading stops. 64. */
  inHand?: number;
  /** A sign of life is sent when nothing else was, this often; 1000 ms. */
  beatMs?: number;
  /** The other side is given up when nothing at all has come from it for so long; 5000 ms. */
  silenceMs?: number;
  /** Bytes that may wait here for the other side to read; 64 MiB. */
  roomBytes?: number;
}

/** What this side does with what comes. */
export interface Incoming {
  /** One way. What it rejects with goes to `refused`. */
  notice?(payload: Buffer): Promise<void>;
  /** Its result is the reply; what it rejects with goes back as an error of the same class. */
  request?(payload: Buffer): Promise<Buffer>;
  /** To be told of input that was thrown away. Never throws. */
  refused?(error: Fatal): void;
  hello?(payload: Buffer): void;
  /** The connection is gone. Called once. */
  gone?(why: Error): void;
}

export type Link = ReturnType<typeof openLink>;

interface Pending {
  resolve(payload: Buffer): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
  /** It is in the kernel. Until then what becomes of the frame decides what becomes of the request. */
  sent: boolean;
  /** Its deadline has passed. */
  late: boolean;
}

const asFatal = (error: unknown): Fatal =>
  error instanceof Fatal
    ? error
    : new Fatal(`the application failed: ${error instanceof Error ? error.message : String(error)}`, {
        reason: 'application',
        cause: error,
      });

const unanswered = (cause: Error) => new OutcomeUnknown(`sent, and no answer: ${cause.message}`, { cause });

/**
 * One connection of two processes that both may send notices and requests. Frames are handled in the order in which they
 * came, at most `inHand` at a time; then nothing more is read, so that the other side has to wait.
 */
export function openLink(socket: Socket, incoming: Incoming, options: LinkOptions = {}) {
  const { maxBytes = 4 * 1024 * 1024, inHand = 64, beatMs = 1000, silenceMs = 5000 } = options;
  const outgoing = openOutgoing(socket, { roomBytes: options.roomBytes ?? 64 * 1024 * 1024 });
  const reader = openFrameReader(maxBytes);
  const pending = new Map<number, Pending>();
  const backlog: Frame[] = [];
  const waitingForRest = new Set<() => void>();
  const count = { late: 0, beats: 0 };
  let [nextId, handling, heard] = [0, 0, performance.now()];
  let [spoke, resting] = [false, false];
  let over: Error | undefined;

  const fail = (why: Error): void => {
    if (over) return;
    over = why;
    clearInterval(beat);
    socket.destroy();
    backlog.length = 0;
    outgoing.end(why);
    for (const { sent, reject, timer } of pending.values()) {
      clearTimeout(timer);
      if (sent) reject(unanswered(why));
    }
    pending.clear();
    rested();
    incoming.gone?.(why);
  };

  const send = (frame: Buffer, deadlineMs: number): Promise<void> => {
    spoke = true;
    return outgoing.send(frame, deadlineMs);
  };
  // What cannot be sent any more has nobody to tell of it here: the other side sees the connection end.
  const tell = (frame: Buffer): Promise<void> => send(frame, silenceMs).catch(() => undefined);
  const refuse = (error: Fatal) => incoming.refused?.(error);

  const rested = () => {
    if (handling > 0 || backlog.length > 0) return;
    for (const tell of waitingForRest) tell();
    waitingForRest.clear();
  };

  const run = async ({ kind, id, payload }: Frame): Promise<void> => {
    try {
      if (kind === 'notice') return await incoming.notice?.(payload);
      const reply = await incoming.request!(payload);
      if (reply.length > maxBytes) throw new Fatal(`the reply has ${reply.length} B`, { reason: 'too-large' });
      await tell(encodeFrame('reply', id, reply));
    } catch (error) {
      if (kind === 'notice' || error instanceof Fatal) refuse(asFatal(error));
      if (kind === 'request') await tell(encodeFrame('failure', id, encodeFailure(error)));
    }
  };

  const handle = (): void => {
    while (handling < inHand && backlog.length > 0) {
      handling += 1;
      void run(backlog.shift()!).then(() => {
        handling -= 1;
        handle();
      });
    }
    if (backlog.length === 0 && socket.isPaused() && !resting && !over) {
      heard = performance.now();
      socket.resume();
    }
    rested();
  };

  const settle = ({ kind, id, payload }: Frame): void => {
    const asked = pending.get(id);
    if (!asked) return void (count.late += 1);
    pending.delete(id);
    clearTimeout(asked.timer);
    if (kind === 'reply') asked.resolve(payload);
    else asked.reject(decodeFailure(payload));
  };

  const take = (frame: Frame): void => {
    const { kind } = frame;
    if (kind === 'beat') count.beats += 1;
    else if (kind === 'hello') incoming.hello?.(frame.payload);
    else if (kind === 'reply' || kind === 'failure') settle(frame);
    else if (!incoming[kind]) refuse(new Fatal(`nobody here takes a ${kind}`, { reason: 'unexpected' }));
    else backlog.push(frame);
  };

  const read = (chunk: Buffer): void => {
    heard = performance.now();
    try {
      reader.read(chunk, take);
    } catch (error) {
      refuse(asFatal(error));
      return fail(asFatal(error));
    }
    handle();
    if (backlog.length > 0) socket.pause();
  };

  let ticked = performance.now();
  const beat = setInterval(() => {
    const now = performance.now();
    // Who stood still itself has not heard: what came meanwhile is still to be read.
    if (now - ticked > 2 * beatMs) heard = now;
    ticked = now;
    const silent = now - heard;
    // While this side does not read it cannot hear either.
    if (!socket.isPaused() && silent > silenceMs)
      return fail(new Retryable(`nothing came from the other side for ${Math.round(silent)} ms`));
    if (!spoke && outgoing.empty()) void tell(encodeFrame('beat'));
    spoke = false;
  }, beatMs);

  socket.setNoDelay(true);
  socket.on('data', read);
  socket.on('error', (error) => fail(error));
  socket.on('end', () => {
    if (reader.inside()) refuse(new Fatal('the connection ended within a frame', { reason: 'undecodable' }));
  });
  socket.on('close', () => fail(new Retryable('the other side closed the connection')));

  const tooLarge = (payload: Buffer) =>
    payload.length > maxBytes
      ? new Fatal(`${payload.length} B are too many for one frame, ${maxBytes} B is the most`, { reason: 'too-large' })
      : undefined;

  return {
    /** Resolves when the notice is in the kernel of this host: nothing is known of the other side. */
    notify: async (payload: Buffer, deadlineMs: number): Promise<void> => {
      const refused = tooLarge(payload);
      if (refused) throw refused;
      await send(encodeFrame('notice', 0, payload), deadlineMs);
    },
    /** Resolves with the reply; OutcomeUnknown where it went out and no reply came in time. */
    request: (payload: Buffer, deadlineMs: number): Promise<Buffer> =>
      new Promise((resolve, reject) => {
        const refused = tooLarge(payload);
        if (refused) return reject(refused);
        const id = (nextId = (nextId + 1) >>> 0 || 1);
        const give = (error: Error) => {
          clearTimeout(pending.get(id)?.timer);
          pending.delete(id);
          reject(error);
        };
        const late = () => {
          asked.late = true;
          if (asked.sent) give(new OutcomeUnknown(`sent, and no answer within ${deadlineMs} ms`));
        };
        const asked: Pending = { resolve, reject, timer: setTimeout(late, deadlineMs), sent: false, late: false };
        pending.set(id, asked);
        send(encodeFrame('request', id, payload), deadlineMs).then(() => {
          asked.sent = true;
          // It may have left, and the connection or the time have ended, in one turn of the loop.
          if (over) give(unanswered(over));
          else if (asked.late) late();
        }, give);
      }),
    hello: (payload: Buffer) => void tell(encodeFrame('hello', 0, payload)),
    /** `late`: answers that came after their deadline and were dropped. */
    stats: () => ({ ...count, handling, waiting: backlog.length, asked: pending.size }),
    open: (): boolean => !over,
    /** Gives it up now; everything pending settles. */
    fail,
    /** Reads nothing more; resolves when what is in hand has been finished. */
    rest: (): Promise<void> =>
      new Promise((resolve) => {
        resting = true;
        socket.pause();
        if (over || (handling === 0 && backlog.length === 0)) return resolve();
        waitingForRest.add(resolve);
      }),
    /** Lets go out what has been taken, then ends the connection; resolves when it is gone, after 1 s at the latest. */
    end: async (): Promise<void> => {
      await outgoing.emptied();
      if (over) return;
      await new Promise<void>((resolve) => {
        const enough = setTimeout(() => fail(closedError()), 1000);
        socket.once('close', () => (clearTimeout(enough), resolve()));
        // Closed with something unread, the kernel would reset the connection and throw away what is still on its way.
        socket.off('data', read).resume().end();
      });
    },
  };
}
