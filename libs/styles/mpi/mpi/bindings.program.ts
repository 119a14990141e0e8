import type { Mode, Stage } from '@parley/middleware/mpi';

/** Rank 1 sends back what it gets: every mode, every datatype, blocking and immediate. `told` by rank 0: what did not come back whole. */
export async function roundTrips({ mpi, tell, input }: Stage): Promise<void> {
  const values = input as { bytes: number[][]; ints: number[][]; doubles: number[][] };
  mpi.init();
  const rank = mpi.rank();
  mpi.attachBuffer(1 << 20);
  const data = [
    ...values.bytes.map((one) => Uint8Array.from(one)),
    ...values.ints.map((one) => Int32Array.from(one)),
    ...values.doubles.map((one) => Float64Array.from(one)),
  ];
  const wrong: string[] = [];
  let tried = 0;
  for (const mode of ['standard', 'buffered', 'synchronous', 'ready'] as Mode[])
    for (const immediate of [false, true])
      for (const one of data) {
        const other = 1 - rank;
        const back = one.slice().fill(0);
        const send = () => {
          if (!immediate) return mpi.send(mode, one, { to: other, tag: 3 });
          return void mpi.wait(mpi.isend(mode, one, { to: other, tag: 3 }));
        };
        // The receive is posted before the barrier, so that a ready send is no error.
        const posted = mpi.irecv(back, { from: other, tag: 3 });
        mpi.barrier();
        if (rank === 0) send();
        const status = mpi.wait(posted);
        if (rank === 1) send();
        tried += 1;
        const same = Buffer.from(back.buffer).equals(Buffer.from(one.buffer, one.byteOffset, one.byteLength));
        if (!same || status.count !== one.length || status.source !== other || status.tag !== 3)
          wrong.push(`${mode} ${immediate} ${one.constructor.name} ${one.length}: ${JSON.stringify(status)}`);
      }
  mpi.detachBuffer();
  tell({ rank, tried, wrong: wrong.slice(0, 5) });
  mpi.finalize();
}

/** What goes wrong, each as an error that is caught; the job lives on to the end. */
export async function mistakes({ mpi, tell }: Stage): Promise<void> {
  mpi.init();
  const rank = mpi.rank();
  const caught = async (what: string, run: () => unknown) => {
    try {
      await run();
      tell({ what, kind: 'none' });
    } catch (error) {
      const { kind, reason } = error as { kind: string; reason?: string };
      tell({ what, kind, reason });
    }
  };
  if (rank === 0) {
    await caught('no such rank', () => mpi.send('standard', new Uint8Array(1), { to: 7 }));
    await caught('no such tag', () => mpi.send('standard', new Uint8Array(1), { to: 1, tag: -5 }));
    await caught('no such root', () => mpi.bcast(new Uint8Array(1), 9));
    await caught('no buffer', () => mpi.send('buffered', new Uint8Array(1), { to: 1 }));
    await caught('nothing comes', () => mpi.settled(mpi.irecv(new Uint8Array(1), { from: 1, tag: 8 }), 30));
    await caught('nothing arrives', () => mpi.arrival({ from: 1, tag: 8 }, 30));
    const unmatched = mpi.isend('synchronous', new Uint8Array(1), { to: 1, tag: 4 });
    await caught('nobody receives', () => mpi.settled(unmatched, 30));
    mpi.barrier();
    mpi.wait(unmatched);
    mpi.send('standard', new Uint8Array(100), { to: 1, tag: 5 });
  } else {
    mpi.barrier();
    mpi.recv(new Uint8Array(1), { from: 0, tag: 4 });
    await caught('longer than its buffer', () => mpi.recv(new Uint8Array(10), { from: 0, tag: 5 }));
  }
  const mine = Int32Array.of(rank);
  const others = new Int32Array(1);
  mpi.sendrecv(mine, { to: 1 - rank, tag: 6 }, others, { from: 1 - rank, tag: 6 });
  tell({ what: 'afterwards', got: others[0], rank });
  mpi.finalize();
}

/** Rank 1 dies of SIGKILL while rank 0 sends to it: rank 0 would say so if it lived to see its deadline. */
export async function death({ mpi, tell, process }: Stage): Promise<void> {
  mpi.init();
  mpi.barrier();
  if (mpi.rank() === 1) process.kill(process.pid, 'SIGKILL');
  await mpi.settled(mpi.isend('synchronous', new Uint8Array(1), { to: 1 }), 5000).catch(() => undefined);
  tell({ is: 'outlived' });
  process.exit(0);
}
