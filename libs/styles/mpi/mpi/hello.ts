import { join } from 'node:path';
import { Fatal, startProcess } from '@parley/faults';
import type { Stage } from '@parley/middleware/mpi';
import { repoRoot } from '@parley/topology';

/** What each rank says and has seen. */
export interface Hello {
  rank: number;
  size: number;
  machine: string;
}

/** Hello from every rank: the first program of everybody who meets MPI. It runs as text. */
export function hello({ mpi, tell }: Stage): void {
  mpi.init();
  tell({ rank: mpi.rank(), size: mpi.size(), machine: mpi.processorName() });
  mpi.finalize();
}

/** The part of peers/hello.c, played in Node: rank 0 or another, whichever it is given. It runs as text. */
export function greet({ mpi, process, tell }: Stage): void {
  mpi.init();
  const [rank, size] = [mpi.rank(), mpi.size()];
  const factor = new Int32Array([rank === 0 ? 7 : 0]);
  mpi.bcast(factor, 0);
  const sum = new Int32Array(1);
  mpi.reduce(Int32Array.of(rank * (factor[0] ?? 0)), rank === 0 ? sum : undefined, 'sum', 0);
  const half = new Float64Array(1);
  const heard: string[] = [];
  if (rank === 0)
    for (let from = 1; from < size; from += 1) {
      const { count } = mpi.probe({ from, tag: 5 });
      const text = new Uint8Array(count);
      mpi.recv(text, { from, tag: 5 });
      heard.push(new TextDecoder().decode(text));
      mpi.send('synchronous', Float64Array.of(from / 2), { to: from, tag: 6 });
    }
  else {
    mpi.send('standard', new TextEncoder().encode(`rank ${rank} speaks JavaScript ${process.version}`), {
      to: 0,
      tag: 5,
    });
    mpi.recv(half, { from: 0, tag: 6 });
  }
  tell({ rank, size, factor: factor[0], sum: sum[0], half: half[0], heard });
  mpi.finalize();
}

/** Compiles peers/hello.c into `folder` and resolves to the program's path. Throws Fatal `no-compiler` with what to install. */
export async function compileHello(folder: string): Promise<string> {
  const program = join(folder, 'hello');
  const source = join(repoRoot(), 'libs/styles/mpi/mpi/peers/hello.c');
  const compiler = startProcess(['mpicc', '-o', program, source]);
  const absent = (cause: unknown) =>
    new Fatal('There is no mpicc. Install it: apt-get install libmpich-dev', { reason: 'no-compiler', cause });
  const { code } = await compiler.exited.catch((cause: unknown) => {
    throw absent(cause);
  });
  if (code !== 0) throw new Fatal(`mpicc: ${compiler.output().stderr}`, { reason: 'no-compiler' });
  return program;
}
