import type { Stage } from '@parley/middleware/mpi';

/** What one rank has seen of one collective. */
export interface Seen {
  rank: number;
  call: string;
  ms: number;
  is: boolean;
  got: string;
}

/** Every rank makes the five calls, checks what it got, and times it. It runs as text. */
export function everyCollective({ mpi, tell, process }: Stage): void {
  const now = () => Number(process.hrtime.bigint()) / 1e6;
  const sleep = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  mpi.init();
  const [rank, size] = [mpi.rank(), mpi.size()];
  const isRoot = rank === 0;
  const timed = (call: string, run: () => [boolean, string]) => {
    mpi.barrier();
    const started = now();
    const [is, got] = run();
    tell({ rank, call, ms: Math.round((now() - started) * 1000) / 1000, is, got });
  };
  const ranks = Array.from({ length: size }, (_, at) => at);

  timed('bcast', () => {
    const data = isRoot ? Int32Array.of(3, 1, 4) : new Int32Array(3);
    mpi.bcast(data, 0);
    return [data.join() === '3,1,4', data.join(' ')];
  });
  timed('scatter', () => {
    const part = new Int32Array(2);
    mpi.scatter(isRoot ? Int32Array.from(ranks.flatMap((one) => [one * 10, one * 10 + 1])) : undefined, part, 0);
    return [part.join() === `${rank * 10},${rank * 10 + 1}`, part.join(' ')];
  });
  timed('gather', () => {
    const all = isRoot ? new Float64Array(size) : undefined;
    mpi.gather(Float64Array.of(rank / 2), all, 0);
    return [!all || all.join() === ranks.map((one) => one / 2).join(), all ? all.join(' ') : 'nothing: not the root'];
  });
  timed('reduce', () => {
    const sum = isRoot ? new Int32Array(1) : undefined;
    mpi.reduce(Int32Array.of(rank + 1), sum, 'sum', 0);
    return [!sum || sum[0] === (size * (size + 1)) / 2, sum ? String(sum[0]) : 'nothing: not the root'];
  });
  timed('barrier', () => {
    sleep(rank * 40);
    const came = now();
    mpi.barrier();
    const left = now();
    const last = new Float64Array(1);
    mpi.allreduce(Float64Array.of(came), last, 'greatest');
    return [
      left >= (last[0] ?? Infinity),
      `came ${Math.round(came - (last[0] ?? 0))} ms before the last, waited ${Math.round(left - came)} ms`,
    ];
  });
  mpi.finalize();
}
