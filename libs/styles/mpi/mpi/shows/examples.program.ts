import type { Stage } from '@parley/middleware/mpi';

/** What rank 0 has computed with the others, and how long each took. */
export interface Computed {
  size: number;
  sum: number;
  pi: number;
  product: number[];
  ms: { sum: number; pi: number; product: number };
}

/** What all are to compute; `size` of the job divides both `numbers` and `order`. */
export interface Task {
  /** 1 … numbers are added up. */
  numbers: number;
  /** Slices of the integral. */
  slices: number;
  /** Rows and columns of the two matrices. */
  order: number;
}

/** A sum, π by the integral of 4/(1+x²), and a matrix product by rows, each shared out among the ranks. It runs as text. */
export function examples({ mpi, tell, process, input }: Stage): void {
  const { numbers, slices, order } = input as Task;
  mpi.init();
  const [rank, size] = [mpi.rank(), mpi.size()];
  const isRoot = rank === 0;
  const timed = <T>(run: () => T): [T, number] => {
    mpi.barrier();
    const started = process.hrtime.bigint();
    return [run(), Number(process.hrtime.bigint() - started) / 1e6];
  };
  const total = (mine: number): number => {
    const result = new Float64Array(1);
    mpi.reduce(Float64Array.of(mine), isRoot ? result : undefined, 'sum', 0);
    return result[0] ?? 0;
  };

  const [sum, sumMs] = timed(() => {
    const part = new Int32Array(numbers / size);
    mpi.scatter(isRoot ? Int32Array.from({ length: numbers }, (_, at) => at + 1) : undefined, part, 0);
    return total(part.reduce((before, one) => before + one, 0));
  });
  const [pi, piMs] = timed(() => {
    let mine = 0;
    for (let at = rank; at < slices; at += size) mine += 4 / (1 + ((at + 0.5) / slices) ** 2);
    return total(mine / slices);
  });
  const [product, productMs] = timed(() => {
    const cells = order * order;
    const left = isRoot ? Float64Array.from({ length: cells }, (_, at) => at % 7) : undefined;
    const right = isRoot ? Float64Array.from({ length: cells }, (_, at) => at % 5) : new Float64Array(cells);
    const rows = new Float64Array(cells / size);
    mpi.scatter(left, rows, 0);
    mpi.bcast(right, 0);
    const mine = new Float64Array(cells / size);
    for (let row = 0; row < order / size; row += 1)
      for (let column = 0; column < order; column += 1)
        for (let at = 0; at < order; at += 1)
          mine[row * order + column]! += rows[row * order + at]! * right[at * order + column]!;
    const whole = isRoot ? new Float64Array(cells) : undefined;
    mpi.gather(mine, whole, 0);
    return whole ?? new Float64Array();
  });
  if (isRoot) tell({ size, sum, pi, product: Array.from(product), ms: { sum: sumMs, pi: piMs, product: productMs } });
  mpi.finalize();
}
