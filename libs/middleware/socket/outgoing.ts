import type { Socket } from 'node:net';
import { OutcomeUnknown, Retryable } from '@parley/faults';

/** Frames are handed to the kernel in runs of about this many bytes. */
const runBytes = 64 * 1024;

interface Waiting {
  frame: Buffer;
  /** Handed to the socket: from then on nobody can say whether the other side gets it. */
  written: boolean;
  resolve(): void;
  reject(error: Error): void;
  timer?: NodeJS.Timeout;
}

/**
 * What is to go out by one socket. `send` resolves when the frame is in the kernel: as long as the other side does
 * not read, it waits. It rejects within `deadlineMs`: Retryable where not a byte of the frame has left, OutcomeUnknown
 * where some may have; and at once, Retryable, where more than `roomBytes` wait already.
 */
export function openOutgoing(socket: Socket, { roomBytes }: { roomBytes: number }) {
  const queue: Waiting[] = [];
  const leaving = new Set<Waiting>();
  const idle = new Set<() => void>();
  let held = 0;
  let ended: Error | undefined;

  const settle = (one: Waiting, how: (one: Waiting) => void) => {
    clearTimeout(one.timer);
    held -= one.frame.length;
    how(one);
  };

  const tellIdle = () => {
    for (const tell of idle) tell();
    idle.clear();
  };

  const takeRun = (): Waiting[] => {
    let bytes = 0;
    let count = 0;
    while (count < queue.length && bytes < runBytes) bytes += queue[count++]!.frame.length;
    return queue.splice(0, count);
  };

  const write = (): void => {
    if (leaving.size > 0 || ended) return;
    const run = takeRun();
    if (run.length === 0) return tellIdle();
    for (const one of run) {
      one.written = true;
      leaving.add(one);
    }
    socket.write(Buffer.concat(run.map(({ frame }) => frame)), (error) => {
      // An error of the socket comes by its own event too, and that settles what is left.
      if (error || ended) return;
      leaving.clear();
      for (const one of run) settle(one, ({ resolve }) => resolve());
      write();
    });
  };

  const expire = (one: Waiting, deadlineMs: number) => () => {
    const text = `${one.frame.length} B did not leave within ${deadlineMs} ms: the other side does not read`;
    if (one.written) return one.reject(new OutcomeUnknown(`${text}; some of it may have left`));
    queue.splice(queue.indexOf(one), 1);
    settle(one, () => one.reject(new Retryable(text)));
  };

  return {
    send: (frame: Buffer, deadlineMs: number): Promise<void> =>
      new Promise((resolve, reject) => {
        if (ended) return reject(new Retryable(ended.message, { cause: ended }));
        if (held > 0 && held + frame.length > roomBytes)
          return reject(new Retryable(`no room: ${held} B wait already for the other side to read`));
        held += frame.length;
        const one: Waiting = { frame, written: false, resolve, reject };
        one.timer = setTimeout(expire(one, deadlineMs), deadlineMs);
        queue.push(one);
        write();
      }),
    /** Nothing waits and nothing is on its way to the kernel. */
    empty: (): boolean => queue.length === 0 && leaving.size === 0,
    /** Resolves when it is empty, or has ended. */
    emptied: (): Promise<void> =>
      new Promise((resolve) => {
        if (ended || (queue.length === 0 && leaving.size === 0)) return resolve();
        idle.add(resolve);
      }),
    /** Settles everything: the connection is gone. */
    end: (why: Error): void => {
      if (ended) return;
      ended = why;
      for (const one of leaving)
        settle(one, ({ reject }) => reject(new OutcomeUnknown(`cut while sending: ${why.message}`, { cause: why })));
      leaving.clear();
      for (const one of queue.splice(0))
        settle(one, ({ reject }) => reject(new Retryable(`cut before sending: ${why.message}`, { cause: why })));
      tellIdle();
    },
  };
}
