import type { Core, Data, Request, Status } from './core';

/** When a send is over: `standard` as MPI likes; `buffered` when the bytes are in the attached buffer; `synchronous` when the matching receive has started; `ready`: like standard, and an error unless that receive was posted before. */
export type Mode = 'standard' | 'buffered' | 'synchronous' | 'ready';

/** Whom and what a receive takes; what is not said is anybody's and any tag. */
export interface Wanted {
  from?: number;
  tag?: number;
}

/**
 * Messages between two ranks. What is not immediate blocks the event loop until it is over: `settled` and `arrival` are
 * the forms that poll between turns of the loop, with a deadline. Its text runs on its own: it may use nothing but its
 * parameters. Source: MPI 4.0 §3.4 (modes), §3.7 (immediate), §3.8 (probe).
 */
export function pointToPoint({ world, call, datatypeOf, statusOf, Errors }: Core) {
  const any = -2;
  const anyTag = -1;
  const letters: Record<Mode, string> = { standard: '', buffered: 'b', synchronous: 's', ready: 'r' };
  const byte = 0x4c00010d;
  const sendCall: Record<Mode, string> = { standard: 'Send', buffered: 'Bsend', synchronous: 'Ssend', ready: 'Rsend' };
  const wanted = ({ from = any, tag = anyTag }: Wanted): [number, number] => [from, tag];
  let attached: Buffer | undefined;

  const whole = (data: Data): [Data, number, number] => [data, data.length, datatypeOf(data)];

  /** Returns when the mode says so, not before; blocks. Throws Fatal `no-such-rank`, `bad-tag`, `no-buffer`. */
  const send = (mode: Mode, data: Data, { to, tag = 0 }: { to: number; tag?: number }): void =>
    call(sendCall[mode], ...whole(data), to, tag, world);

  /** Starts a send; the data must not be changed until it is over. */
  const isend = (mode: Mode, data: Data, { to, tag = 0 }: { to: number; tag?: number }): Request => {
    const handle = Buffer.alloc(4);
    call(`I${letters[mode]}send`, ...whole(data), to, tag, world, handle);
    return { handle, data, sends: true };
  };

  /** Fills `data` from the start; blocks until a message is there. Throws Fatal `truncated` when it was longer than `data`. */
  const recv = (data: Data, from: Wanted = {}): Status => {
    const status = Buffer.alloc(20);
    call('Recv', ...whole(data), ...wanted(from), world, status);
    return statusOf(status, datatypeOf(data));
  };

  /** Posts a receive; `data` is filled when it is over. */
  const irecv = (data: Data, from: Wanted = {}): Request => {
    const handle = Buffer.alloc(4);
    call('Irecv', ...whole(data), ...wanted(from), world, handle);
    return { handle, data, sends: false };
  };

  /** Sends and receives at once, so that two who do it to each other cannot lock; blocks. */
  const sendrecv = (data: Data, to: { to: number; tag?: number }, into: Data, from: Wanted = {}): Status => {
    const status = Buffer.alloc(20);
    call('Sendrecv', ...whole(data), to.to, to.tag ?? 0, ...whole(into), ...wanted(from), world, status);
    return statusOf(status, datatypeOf(into));
  };

  /** Waits for a message without taking it; its count is in bytes; blocks. */
  const probe = (from: Wanted = {}): Status => {
    const status = Buffer.alloc(20);
    call('Probe', ...wanted(from), world, status);
    return statusOf(status, byte);
  };

  /** What is there now, without taking it; undefined: nothing. */
  const iprobe = (from: Wanted = {}): Status | undefined => {
    const [flag, status] = [Buffer.alloc(4), Buffer.alloc(20)];
    call('Iprobe', ...wanted(from), world, flag, status);
    return flag.readInt32LE() ? statusOf(status, byte) : undefined;
  };

  /** Lays one message aside, for `take` alone; its receive has not started by that. Undefined: none is there. */
  const improbe = (from: Wanted = {}): (Status & { message: Buffer }) | undefined => {
    const [flag, message, status] = [Buffer.alloc(4), Buffer.alloc(4), Buffer.alloc(20)];
    call('Improbe', ...wanted(from), world, flag, message, status);
    return flag.readInt32LE() ? { ...statusOf(status, byte), message } : undefined;
  };

  /** Starts the receive of a message laid aside. */
  const take = (data: Uint8Array, message: Buffer): Request => {
    const handle = Buffer.alloc(4);
    call('Imrecv', ...whole(data), message, handle);
    return { handle, data, sends: false };
  };

  /** Whether it is over: then what came (of a send, nothing that says anything). */
  const test = (request: Request): Status | undefined => {
    const [flag, status] = [Buffer.alloc(4), Buffer.alloc(20)];
    call('Test', request.handle, flag, status);
    return flag.readInt32LE() ? statusOf(status, datatypeOf(request.data)) : undefined;
  };

  /** Blocks until it is over. */
  const wait = (request: Request): Status => {
    const status = Buffer.alloc(20);
    call('Wait', request.handle, status);
    return statusOf(status, datatypeOf(request.data));
  };

  // Fast while something happens, then once a millisecond: MPI has nothing to wake a sleeper with.
  const polled = async <T>(look: () => T | undefined, deadlineMs: number): Promise<T | undefined> => {
    const started = performance.now();
    for (;;) {
      const seen = look();
      const waited = performance.now() - started;
      if (seen !== undefined || waited >= deadlineMs) return seen;
      await new Promise<void>((resolve) => (waited < 2 ? setImmediate(resolve) : setTimeout(resolve, 1)));
    }
  };

  return {
    send,
    isend,
    recv,
    irecv,
    sendrecv,
    probe,
    iprobe,
    improbe,
    take,
    test,
    wait,
    /** Resolves when it is over. At the deadline (ms): a receive is withdrawn and rejects with Retryable, a send cannot be taken back and rejects with OutcomeUnknown. */
    settled: async (request: Request, deadlineMs: number): Promise<Status> => {
      const status = await polled(() => test(request), deadlineMs);
      if (status) return status;
      if (request.sends)
        throw new Errors.OutcomeUnknown(`no receive had matched after ${deadlineMs} ms: a send cannot be taken back`);
      call('Cancel', request.handle);
      wait(request);
      throw new Errors.Retryable(`nothing came in ${deadlineMs} ms`);
    },
    /** Resolves with the first message that is there, not taking it; rejects with Retryable at the deadline (ms). */
    arrival: async (from: Wanted, deadlineMs: number): Promise<Status> => {
      const status = await polled(() => iprobe(from), deadlineMs);
      if (!status) throw new Errors.Retryable(`nothing came in ${deadlineMs} ms`);
      return status;
    },
    /** Gives MPI the memory that buffered sends need: the messages' bytes and 96 more each (MPI_BSEND_OVERHEAD). */
    attachBuffer: (bytes: number): void => {
      attached = Buffer.alloc(bytes);
      call('Buffer_attach', attached, bytes);
    },
    /** Takes it back; blocks until what is in it has been sent. */
    detachBuffer: (): void => {
      call('Buffer_detach', Buffer.alloc(8), Buffer.alloc(4));
      attached = undefined;
    },
  };
}
