import type { load } from 'koffi';
import type { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';

/** The error classes, handed in: the functions here also run as text in processes that import nothing. */
export interface Errors {
  Fatal: typeof Fatal;
  Retryable: typeof Retryable;
  OutcomeUnknown: typeof OutcomeUnknown;
}

/** What travels: `MPI_BYTE`, `MPI_INT` or `MPI_DOUBLE`, told by the array's own type. */
export type Data = Uint8Array | Int32Array | Float64Array;

/** Who sent, with which tag, and how many elements came. */
export interface Status {
  source: number;
  tag: number;
  count: number;
}

/** An operation under way. It holds its memory, so that nothing is collected under MPI's hands. */
export interface Request {
  handle: Buffer;
  data: Data;
  sends: boolean;
}

export type Core = ReturnType<typeof bindCore>;

/**
 * MPICH's library by its soname (no path: the system's loader finds it), begun and ended, every call checked: the error
 * handler is MPI_ERRORS_RETURN, a code other than 0 is thrown as a typed error. Handles are MPICH's integers. Everything
 * is on MPI_COMM_WORLD. Throws Fatal `mpich-absent` where there is no such library. Its text runs on its own: it may
 * use nothing but its parameters and what Node has as globals. Source: MPI 4.0 §8.3 (error handling); MPICH's mpi.h (values of the handles).
 */
export function bindCore(open: typeof load, library: string, { Fatal, Retryable, OutcomeUnknown }: Errors) {
  const world = 0x44000000;
  const self = 0x44000001;
  const errorsReturn = 0x54000001;
  const threadsSerialized = 2;
  const reasons: Record<number, string> = {
    1: 'no-buffer',
    2: 'bad-count',
    4: 'bad-tag',
    6: 'no-such-rank',
    7: 'bad-root',
    9: 'bad-operation',
    14: 'truncated',
  };
  const noMemory = 34;
  const peerAborted = 76;
  // One letter an argument: i an integer or a handle, p a pointer.
  const signatures: Record<string, string> = {
    Init_thread: 'ppip',
    Finalize: '',
    Initialized: 'p',
    Comm_set_errhandler: 'ii',
    Comm_rank: 'ip',
    Comm_size: 'ip',
    Get_processor_name: 'pp',
    Get_library_version: 'pp',
    Error_class: 'ip',
    Error_string: 'ipp',
    Get_count: 'pip',
    ...Object.fromEntries(['Send', 'Bsend', 'Ssend', 'Rsend'].map((name) => [name, 'piiiii'])),
    ...Object.fromEntries(['Isend', 'Ibsend', 'Issend', 'Irsend', 'Irecv'].map((name) => [name, 'piiiiip'])),
    Recv: 'piiiiip',
    Sendrecv: 'piiiipiiiiip',
    Probe: 'iiip',
    Iprobe: 'iiipp',
    Improbe: 'iiippp',
    Imrecv: 'piipp',
    Test: 'ppp',
    Wait: 'pp',
    Cancel: 'p',
    Buffer_attach: 'pi',
    Buffer_detach: 'pp',
    Bcast: 'piiii',
    Scatter: 'piipiiii',
    Gather: 'piipiiii',
    Reduce: 'ppiiiii',
    Allreduce: 'ppiiii',
    Barrier: 'i',
  };
  // UCX under MPICH patches libc's memory functions while V8's threads are in them: without this, about 1 start in 150
  // of a rank dies of SIGSEGV (measured: 3 jobs of 120 with 4 ranks; with it none of 240). Its own handler of SIGSEGV
  // would only hide whose fault it is. It reads both when it is loaded.
  process.env.UCX_MEM_EVENTS ??= 'n';
  process.env.UCX_HANDLE_ERRORS ??= 'none';
  const loaded = (() => {
    try {
      return open(library);
    } catch (cause) {
      throw new Fatal(`There is no MPICH here (${library}). Install it: apt-get install mpich`, {
        reason: 'mpich-absent',
        cause,
      });
    }
  })();
  const bound: Record<string, ReturnType<typeof loaded.func>> = {};
  const functionOf = (name: string) =>
    (bound[name] ??= loaded.func(
      `MPI_${name}`,
      'int',
      [...(signatures[name] ?? '')].map((letter) => (letter === 'i' ? 'int' : 'void *')),
    ));
  const integer = (fill: (out: Buffer) => void): number => {
    const out = Buffer.alloc(4);
    fill(out);
    return out.readInt32LE();
  };
  const text = (most: number, fill: (out: Buffer, length: Buffer) => void): string => {
    const [out, length] = [Buffer.alloc(most), Buffer.alloc(4)];
    fill(out, length);
    return out.toString('utf8', 0, length.readInt32LE()).trim();
  };
  const check = (name: string, code: number): void => {
    if (code === 0) return;
    const errorClass = integer((out) => void functionOf('Error_class')(code, out));
    const said = text(512, (out, length) => void functionOf('Error_string')(code, out, length));
    const message = `MPI_${name}: ${said}`;
    const detail = { call: `MPI_${name}`, errorClass: String(errorClass) };
    if (errorClass === noMemory) throw new Retryable(message, { detail });
    if (errorClass === peerAborted) throw new OutcomeUnknown(message, { detail });
    throw new Fatal(message, { reason: reasons[errorClass] ?? 'mpi', detail });
  };
  const call = (name: string, ...args: unknown[]): void => check(name, functionOf(name)(...args) as number);
  const returnErrors = () => {
    for (const communicator of [world, self]) call('Comm_set_errhandler', communicator, errorsReturn);
  };
  const aside = (name: string, ...args: unknown[]) =>
    new Promise<void>((resolve, reject) => {
      functionOf(name).async(...args, (error: unknown, code: number) => {
        try {
          if (error) throw error;
          check(name, code);
          resolve();
        } catch (failed) {
          reject(failed as Error);
        }
      });
    });

  return {
    Errors: { Fatal, Retryable, OutcomeUnknown },
    world,
    call,
    datatypeOf: (data: Data): number =>
      data instanceof Int32Array ? 0x4c000405 : data instanceof Float64Array ? 0x4c00080b : 0x4c00010d,
    /** What a status of MPICH says (count_lo, count_hi, source, tag, error), the count in elements of the datatype. */
    statusOf: (status: Buffer, datatype: number): Status => ({
      source: status.readInt32LE(8),
      tag: status.readInt32LE(12),
      count: integer((out) => call('Get_count', status, datatype, out)),
    }),
    /** Begins, and blocks the event loop until every rank of the job has begun. Once a process. */
    init: (): void => {
      call('Init_thread', null, null, threadsSerialized, Buffer.alloc(4));
      returnErrors();
    },
    /** The same on a thread of its own: the event loop goes on. */
    begin: () => aside('Init_thread', null, null, threadsSerialized, Buffer.alloc(4)).then(returnErrors),
    /** Ends; blocks until every rank has come to its end. Nothing of MPI may be called after it. */
    finalize: () => call('Finalize'),
    /** The same on a thread of its own. */
    end: () => aside('Finalize'),
    rank: () => integer((out) => call('Comm_rank', world, out)),
    size: () => integer((out) => call('Comm_size', world, out)),
    processorName: () => text(128, (out, length) => call('Get_processor_name', out, length)),
    libraryVersion: () => text(8192, (out, length) => call('Get_library_version', out, length)).split('\n')[0],
  };
}
