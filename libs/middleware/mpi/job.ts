import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Fatal, Retryable, startProcess } from '@parley/faults';
import { textOf, type Program } from './text';

/** What every process of a job has said, each line a value, with the rank that said it where it told. */
export interface JobResult<T> {
  told: T[];
  stdout: string;
  stderr: string;
  code: number | null;
}

/** A program in another language that is to be ranks of the same job: `n` processes of this command line. */
export interface Foreign {
  n: number;
  command: string[];
}

export interface JobOptions {
  /** What the program gets as `input`; JSON. */
  input?: unknown;
  foreign?: Foreign[];
  /** Options of mpiexec itself. */
  options?: string[];
  /** Whether another exit code than 0 is a result; else it is an error. */
  mayFail?: boolean;
  /** 60 s where it is not said. */
  deadlineMs?: number;
}

const present = (program: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

/**
 * Runs `program` as a job of `n` ranks under mpiexec, foreign ranks first (one MPI_COMM_WORLD), and resolves when all
 * have ended. `told`: the values that the ranks have printed as lines `> {…}`. Rejects with Fatal `mpich-absent` without
 * mpiexec, with Fatal `job-failed` where a rank has failed, with Retryable when the job is not over in `deadlineMs`: it is
 * then ended.
 */
export async function runJob<T>(
  n: number,
  program: Program,
  { input, foreign = [], options = [], mayFail = false, deadlineMs = 60_000 }: JobOptions = {},
): Promise<JobResult<T>> {
  if (!present('mpiexec'))
    throw new Fatal('There is no mpiexec on PATH. Install MPICH: apt-get install mpich', { reason: 'mpich-absent' });
  const folder = mkdtempSync(join(tmpdir(), 'parley-mpi-'));
  const file = join(folder, 'rank.cjs');
  writeFileSync(file, textOf(program, input));
  const parts = [...foreign, { n, command: [process.execPath, file] }];
  const line = parts.flatMap(({ n: count, command }, at) => [...(at ? [':'] : []), '-n', String(count), ...command]);
  const job = startProcess(['mpiexec', ...options, ...line], {
    env: { HOME: folder, PARLEY_MPICH: process.env.PARLEY_MPICH },
  });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    // Asked so, mpiexec ends its ranks; killed, it would leave them.
    job.kill('SIGTERM');
  }, deadlineMs);
  try {
    const { code } = await job.exited;
    const { stdout, stderr } = job.output();
    if (late) throw new Retryable(`the job was not over in ${deadlineMs} ms`, { detail: { stderr } });
    if (code !== 0 && !mayFail)
      throw new Fatal(`the job failed with code ${code}: ${stderr.trim()}`, { reason: 'job-failed' });
    const lines = stdout.split('\n').filter((one) => one.startsWith('> '));
    return { told: lines.map((one) => JSON.parse(one.slice(2)) as T), stdout, stderr, code };
  } finally {
    clearTimeout(timer);
    rmSync(folder, { recursive: true, force: true });
  }
}
