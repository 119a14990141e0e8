import type { Mode, Stage } from '@parley/middleware/mpi';

/** One send: how long after its call it was over, and whether the receive had been posted by then. */
export interface Observation {
  mode: Mode;
  bytes: number;
  immediate: boolean;
  /** Of the call, in ms. */
  returnedMs: number;
  /** Until it was over, in ms; of a blocking call the same. */
  overMs: number;
  /** How long after the call the receive was posted, in ms; below 0: before it. */
  postedMs: number;
}

export interface Refusal {
  refused: string;
}

/**
 * Rank 0 sends in every mode and size; rank 1 posts its receive `delayMs` later, in ready mode before. Both read the
 * machine's one monotonic clock. It runs as text, so that everything is in it.
 */
export async function sendModes({ mpi, tell, process, input }: Stage): Promise<void> {
  const { sizes, delayMs } = input as { sizes: number[]; delayMs: number };
  const now = () => Number(process.hrtime.bigint()) / 1e6;
  const round = (ms: number) => Math.round(ms * 1000) / 1000;
  const sleep = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  mpi.init();
  const rank = mpi.rank();
  const report = { to: 0, tag: 9 };

  const receive = (bytes: number, isReady: boolean) => {
    const data = new Uint8Array(bytes);
    if (!isReady) {
      mpi.barrier();
      sleep(delayMs);
    }
    const posted = now();
    const request = mpi.irecv(data, { from: 0, tag: 1 });
    if (isReady) mpi.barrier();
    mpi.wait(request);
    mpi.send('standard', Float64Array.of(posted), report);
  };
  const send = (mode: Mode, bytes: number, immediate: boolean) => {
    const data = new Uint8Array(bytes);
    mpi.barrier();
    const called = now();
    const request = immediate ? mpi.isend(mode, data, { to: 1, tag: 1 }) : undefined;
    if (!request) mpi.send(mode, data, { to: 1, tag: 1 });
    const returned = now();
    if (request) mpi.wait(request);
    const over = now();
    const posted = new Float64Array(1);
    mpi.recv(posted, { from: 1, tag: 9 });
    const [returnedMs, overMs] = [round(returned - called), round(over - called)];
    tell({ mode, bytes, immediate, returnedMs, overMs, postedMs: round((posted[0] ?? 0) - called) });
  };

  if (rank === 0)
    try {
      mpi.send('buffered', new Uint8Array(8), { to: 1, tag: 1 });
    } catch (error) {
      tell({ refused: (error as { reason: string }).reason });
    }
  if (rank === 0) mpi.attachBuffer(Math.max(...sizes) + 4096);
  for (const immediate of [false, true])
    for (const mode of ['standard', 'buffered', 'synchronous', 'ready'] as const)
      for (const bytes of sizes)
        if (rank === 0) send(mode, bytes, immediate);
        else receive(bytes, mode === 'ready');
  if (rank === 0) mpi.detachBuffer();

  // What the standard calls erroneous: a ready send with no receive posted. Whether it is noticed is MPICH's affair.
  if (rank === 0) {
    mpi.barrier();
    let noticed = 'not noticed';
    try {
      mpi.send('ready', new Uint8Array(8), { to: 1, tag: 2 });
    } catch (error) {
      noticed = (error as { reason: string }).reason;
    }
    tell({ erroneous: noticed });
  } else {
    mpi.barrier();
    sleep(delayMs);
    const request = mpi.irecv(new Uint8Array(8), { from: 0, tag: 2 });
    await mpi.settled(request, 2000).catch(() => undefined);
  }
  mpi.finalize();
}
