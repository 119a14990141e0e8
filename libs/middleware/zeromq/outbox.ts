import { Fatal, Retryable } from '@parley/faults';
import type { Frame } from './patterns';
import { codeOf } from './sockets';

/** What is to happen to a message for which there is no room: wait for some, until the deadline, or an error at once. */
export type WhenFull = 'block' | 'error';

/** A socket that can send, as far as an outbox is concerned. */
export interface Sendable {
  sendTimeout: number;
  closed: boolean;
  send(frames: Frame[]): Promise<void>;
}

export interface Outbox {
  /**
   * Resolves when libzmq has taken the message, which is not to say that it was sent. Rejects with Retryable when it had
   * no room by the deadline, in ms (`full: 'error'`: at once), with Fatal `closed` after `close`: nothing was sent then.
   */
  send(frames: Frame[], options: { deadlineMs: number }): Promise<void>;
  /** Messages that libzmq has not yet taken. */
  waiting(): number;
  /** Takes nothing more; resolves when what it has is taken or given up. */
  close(): Promise<void>;
}

interface Item {
  frames: Frame[];
  until: number;
  resolve(): void;
  reject(error: Error): void;
}

/**
 * Puts a bounded queue before a socket: libzmq allows one pending send, a second is refused with EBUSY. `limit`: how many
 * messages may wait; beyond it `full` decides.
 */
export function openOutbox(socket: Sendable, { limit, full }: { limit: number; full: WhenFull }): Outbox {
  const queue: Item[] = [];
  const room: (() => void)[] = [];
  let sending = false;
  let closed = false;
  let idle = () => {};

  const failed = (error: unknown): Error =>
    codeOf(error) === 'EAGAIN'
      ? new Retryable('nobody took it: no peer, or no room at the high-water mark', {
          cause: error,
          detail: { reason: 'full' },
        })
      : new Retryable(`it could not be sent: ${codeOf(error)}`, { cause: error });

  const drain = async () => {
    if (sending) return;
    sending = true;
    for (let item = queue[0]; item; item = queue[0]) {
      // Only libzmq's own time limit tells for certain that a message was not sent.
      socket.sendTimeout = Math.max(0, Math.ceil(item.until - performance.now()));
      await socket.send(item.frames).then(item.resolve, (error: unknown) => item.reject(failed(error)));
      queue.shift();
      room.shift()?.();
    }
    sending = false;
    idle();
  };

  const enqueue = (frames: Frame[], until: number) =>
    new Promise<void>((resolve, reject) => {
      queue.push({ frames, until, resolve, reject });
      void drain();
    });

  const waitForRoom = (until: number) =>
    new Promise<void>((resolve, reject) => {
      const give = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        room.splice(room.indexOf(give), 1);
        reject(new Retryable(`full: ${limit} messages wait`, { detail: { reason: 'full' } }));
      }, until - performance.now());
      room.push(give);
    });

  return {
    send: async (frames, { deadlineMs }) => {
      const until = performance.now() + deadlineMs;
      if (closed) throw new Fatal('this sender is closed', { reason: 'closed' });
      if (queue.length >= limit) {
        if (full === 'error') throw new Retryable(`full: ${limit} messages wait`, { detail: { reason: 'full' } });
        await waitForRoom(until);
      }
      return enqueue(frames, until);
    },
    waiting: () => queue.length + room.length,
    close: () => {
      closed = true;
      return new Promise((resolve) => {
        idle = () => queue.length + room.length === 0 && resolve();
        idle();
      });
    },
  };
}
