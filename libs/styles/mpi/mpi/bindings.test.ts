import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runJob } from '@parley/middleware/mpi';
import { death, mistakes, roundTrips } from './bindings.program';
import { compileHello, greet } from './hello';

const timeoutMs = 60_000;

/** As many as one job can carry, always the same. */
const sample = <T>(one: fc.Arbitrary<T>) =>
  fc.sample(fc.array(one, { minLength: 1, maxLength: 40 }), { seed: 4, numRuns: 25 });

it(
  'brings every byte, int and double whole, in each mode, blocking and immediate',
  async () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => one + 0);
    const input = {
      bytes: [...sample(fc.integer({ min: 0, max: 255 })), Array.from({ length: 70_000 }, (_, at) => at % 256)],
      ints: sample(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
      doubles: sample(finite),
    };
    const { told } = await runJob(2, roundTrips, { input });
    const tried = (input.bytes.length + input.ints.length + input.doubles.length) * 8;
    expect(told.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))).toEqual([
      { rank: 0, tried, wrong: [] },
      { rank: 1, tried, wrong: [] },
    ]);
  },
  timeoutMs,
);

it(
  'makes a typed error of each mistake and goes on',
  async () => {
    const { told } = await runJob<{ what: string; kind?: string; reason?: string; rank?: number; got?: number }>(
      2,
      mistakes,
    );
    const of = (what: string) => told.find((one) => one.what === what);
    expect(of('no such rank')).toMatchObject({ kind: 'fatal', reason: 'no-such-rank' });
    expect(of('no such tag')).toMatchObject({ kind: 'fatal', reason: 'bad-tag' });
    expect(of('no such root')).toMatchObject({ kind: 'fatal', reason: 'bad-root' });
    expect(of('no buffer')).toMatchObject({ kind: 'fatal', reason: 'no-buffer' });
    expect(of('longer than its buffer')).toMatchObject({ kind: 'fatal', reason: 'truncated' });
    expect(of('nothing comes')).toMatchObject({ kind: 'retryable' });
    expect(of('nothing arrives')).toMatchObject({ kind: 'retryable' });
    expect(of('nobody receives')).toMatchObject({ kind: 'unknown' });
    const after = told.filter(({ what }) => what === 'afterwards');
    expect(after.map(({ rank, got }) => (rank ?? 0) + (got ?? 0))).toEqual([1, 1]);
  },
  timeoutMs,
);

it(
  'loses the whole job with one rank: mpiexec ends the others',
  async () => {
    const { code, told, stdout } = await runJob(2, death, { mayFail: true });
    expect(code).toBe(9);
    expect(stdout).toContain('BAD TERMINATION');
    expect(told).not.toContainEqual({ is: 'outlived' });
    await expect(runJob(2, death)).rejects.toMatchObject({ reason: 'job-failed' });
  },
  timeoutMs,
);

it(
  'is one job with ranks in C, messages both ways',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-hello-'));
    try {
      const command = [await compileHello(folder)];
      const { told, stdout } = await runJob<{ rank: number; half: number }>(2, greet, { foreign: [{ n: 2, command }] });
      expect(stdout).toContain('sum of the products: 42');
      expect(stdout).toMatch(/rank 3 wrote: rank 3 speaks JavaScript/);
      expect(told.map(({ rank, half }) => half - rank / 2)).toEqual([0, 0]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  timeoutMs,
);

it('names the package where its library is not', async () => {
  const before = process.env.PARLEY_MPICH;
  process.env.PARLEY_MPICH = 'libmpich.so.none';
  try {
    await expect(runJob(1, mistakes)).rejects.toThrow('Install it: apt-get install mpich');
  } finally {
    if (before === undefined) delete process.env.PARLEY_MPICH;
    else process.env.PARLEY_MPICH = before;
  }
});
