import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';
import { hostAndPort } from './address';
import { joinJob, type GuestJob } from './guest-job';
import type { Mode } from './point-to-point';
import { within } from './within';

/** The tag of what needs no answer. */
export const noAnswer = 1;

/**
 * The side of a pair of ranks that comes to the other. What it does settles in `deadlineMs` at the latest. Retryable: the
 * bytes were not given to MPI, or were certainly not received. OutcomeUnknown: they were given, and that is all that is
 * known, as MPI cannot take a send back. Fatal `closed` after `close`.
 */
export interface Guest {
  /** Makes the job beforehand, else the first send does. */
  join(deadlineMs: number): Promise<void>;
  /** Resolves when the mode says so. */
  send(mode: Mode, data: Uint8Array, deadlineMs: number): Promise<void>;
  /** Sends in synchronous mode and resolves with the answer. */
  ask(data: Uint8Array, deadlineMs: number): Promise<Buffer>;
  /** Takes nothing more, waits for what is under way, ends the job. Twice is once. */
  close(): Promise<void>;
}

/**
 * Joins the process that hosts ranks at `address` (`mpi://host:port`), and again after a job has ended: a job of MPI does
 * not outlive any of its ranks. Throws Fatal `bad-address`.
 */
export function visitRanks(address: string): Guest {
  hostAndPort(address);
  let job: GuestJob | undefined;
  const underWay = new Set<Promise<void>>();
  let closed: Promise<void> | undefined;

  const ready = async (until: number): Promise<GuestJob> => {
    const now = !job || job.isOver() ? (job = joinJob(address)) : job;
    await within(now.joined, until, () => new Retryable(`no job with ${address} came about in time`));
    await now.room(until);
    if (now.isOver()) throw new Retryable('the job ended before its turn came');
    return now;
  };
  const sendBy = async (mode: Mode, data: Uint8Array, deadlineMs: number) => {
    const until = performance.now() + deadlineMs;
    const now = await ready(until);
    const late = () => new OutcomeUnknown(`no receive had matched in ${deadlineMs} ms: MPI cannot take a send back`);
    await within(now.send(mode, data, noAnswer), until, late);
  };
  const askBy = async (data: Uint8Array, deadlineMs: number) => {
    const until = performance.now() + deadlineMs;
    const now = await ready(until);
    const { tag, answer } = now.calls.open();
    const sent = now.send('synchronous', data, tag).catch((error: Error) => {
      now.calls.forget(tag);
      throw error;
    });
    const late = () => new OutcomeUnknown(`no answer in ${deadlineMs} ms`);
    return within(Promise.all([answer, sent]), until, late).then(([answered]) => answered);
  };
  const open = <T>(run: () => Promise<T>): Promise<T> => {
    if (closed) return Promise.reject(new Fatal('this side is closed', { reason: 'closed' }));
    const one = run();
    const settled: Promise<void> = one
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => underWay.delete(settled));
    underWay.add(settled);
    return one;
  };
  return {
    join: async (deadlineMs) => void (await ready(performance.now() + deadlineMs)),
    send: (mode, data, deadlineMs) => open(() => sendBy(mode, data, deadlineMs)),
    ask: (data, deadlineMs) => open(() => askBy(data, deadlineMs)),
    close: () =>
      (closed ??= (async () => {
        await Promise.all(underWay);
        await job?.end();
      })()),
  };
}
