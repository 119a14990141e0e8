import { openProxy, type FaultProxy } from '@parley/faults';
import { openSocketClient, openSocketServer } from '@parley/middleware/socket';
import { pause, until } from '@parley/staging';
import { openBuffer } from '../async-over-sync/buffer';

/** What a receiver needs for its work, and what the link to it takes in each direction, in ms. */
export interface Hop {
  workMs: number;
  linkMs: number;
}

/**
 * How the receivers of a chain deal with a job. `blocking`: work, call the next, wait for it; one job at a time.
 * `overlapped`: call the next, work meanwhile, then wait. `pipelined`: one job at work, any number waiting for the next.
 * `queued`: into a buffer, and answered at once.
 */
export type Way = 'blocking' | 'overlapped' | 'pipelined' | 'queued';

export interface Chain {
  /** Gives a job to the first; resolves when the first has answered. */
  call(job: number): Promise<void>;
  /** Jobs that the last has finished, in its order. */
  came(): number[];
  /** Resolves when so many have been finished by the last. */
  done(count: number): Promise<void>;
  close(): Promise<void>;
}

type Step = (job: Buffer) => Promise<void>;

const deadlineMs = 60_000;
const nothing = Buffer.alloc(0);

/** Calls one after the other, however many are asked for at once. */
const oneAtATime = (step: Step): Step => {
  let last: Promise<void> = Promise.resolve();
  return (job) => {
    const mine = last.then(() => step(job));
    last = mine.catch(() => undefined);
    return mine;
  };
};

const takers: Record<Way, (work: Step, next: Step) => Step> = {
  blocking: (work, next) =>
    oneAtATime(async (job) => {
      await work(job);
      await next(job);
    }),
  overlapped: (work, next) => oneAtATime(async (job) => void (await Promise.all([next(job), work(job)]))),
  pipelined: (work, next) => {
    const inTurn = oneAtATime(work);
    return async (job) => {
      await inTurn(job);
      await next(job);
    };
  },
  queued: (work, next) => {
    const waiting = openBuffer({ roomBytes: 1024 * 1024 });
    void (async () => {
      for (; ; await waiting.arrived())
        for (let job = waiting.poll(); job; job = waiting.poll()) {
          await work(job);
          void next(job);
        }
    })();
    return (job) => waiting.put(job);
  },
};

/**
 * Receivers in a row, each a server that is a client of the next; before each a link that delays what passes. Resolves when
 * a first job has gone through without delay, so that all are connected; that one is not counted.
 */
export async function openChain({ length, workMs, linkMs, way }: Hop & { length: number; way: Way }): Promise<Chain> {
  const came: number[] = [];
  const links: FaultProxy[] = [];
  let delays = false;
  const work = async (): Promise<void> => (delays && workMs > 0 ? pause(workMs) : undefined);
  const closes: (() => Promise<unknown>)[] = [];
  let next: Step = async (job) => void came.push(Number(job));
  for (let place = 0; place < length; place++) {
    const take = takers[way](work, next);
    const server = await openSocketServer('tcp://127.0.0.1:0', {
      request: async (job: Buffer) => (await take(job), nothing),
    });
    const link = await openProxy({
      carrier: 'tcp',
      target: { host: '127.0.0.1', port: Number(server.addresses[0]!.split(':').at(-1)) },
    });
    links.push(link);
    const client = openSocketClient(`tcp://127.0.0.1:${link.port}`, { silenceMs: deadlineMs });
    next = async (job) => void (await client.request(job, deadlineMs));
    closes.unshift(client.close, link.close, server.close);
  }
  const first = next;
  await first(Buffer.from('0'));
  await until(() => came.length === 1);
  came.length = 0;
  delays = true;
  for (const link of linkMs > 0 ? links : [])
    for (const stream of ['upstream', 'downstream'] as const)
      link.addToxic({ type: 'latency', stream, attributes: { latency: linkMs } });
  return {
    call: (job) => first(Buffer.from(`${job}`)),
    came: () => [...came],
    done: (count) => until(() => came.length >= count, deadlineMs),
    close: async () => {
      for (const close of closes) await close();
    },
  };
}
