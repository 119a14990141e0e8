import { runJob } from '@parley/middleware/mpi';
import type { Finding, Show } from '@parley/roles';
import { examples, type Computed, type Task } from './examples.program';

const task: Task = { numbers: 1_000_000, slices: 4_000_000, order: 96 };
const sizes = [1, 2, 4];

/** The same three by one process and without MPI. */
const serial = ({ numbers, order }: Task) => {
  const left = (row: number, at: number) => (row * order + at) % 7;
  const right = (at: number, column: number) => (at * order + column) % 5;
  const cell = (row: number, column: number) => {
    let sum = 0;
    for (let at = 0; at < order; at += 1) sum += left(row, at) * right(at, column);
    return sum;
  };
  const product = Array.from({ length: order * order }, (_, at) => cell(Math.floor(at / order), at % order));
  return { sum: (numbers * (numbers + 1)) / 2, product };
};

/** A sum, π and a matrix product shared out among 1, 2 and 4 ranks, each against the result of one process. */
export const show: Show = {
  title: 'Three examples: a sum, π by integration, a matrix product',
  rows: ['S17'],
  run: async ({ say }) => {
    const expected = serial(task);
    const findings: Finding[] = [];
    say(
      `sum of 1 … ${task.numbers}; π from ${task.slices} slices; product of two ${task.order} × ${task.order} matrices`,
    );
    for (const n of sizes) {
      const { told } = await runJob<Computed>(n, examples, { input: task });
      const { sum = NaN, pi = NaN, product = [], ms } = told[0] ?? {};
      say(
        `${n} rank(s): sum ${sum} (${ms?.sum.toFixed(1)} ms), π ${pi.toFixed(10)} (${ms?.pi.toFixed(1)} ms), product (${ms?.product.toFixed(1)} ms)`,
      );
      const wrong = expected.product.filter((cell, at) => cell !== product[at]).length;
      findings.push({
        says: `${n} rank(s) compute what one process does`,
        measured: `sum ${sum}, π off by ${Math.abs(pi - Math.PI).toExponential(1)}, ${wrong} of ${product.length} cells wrong`,
        holds: sum === expected.sum && Math.abs(pi - Math.PI) < 1e-9 && wrong === 0 && product.length > 0,
      });
    }
    return findings;
  },
};
