import { createServer, type AddressInfo, type Socket } from 'node:net';
import { Fatal } from '@parley/faults';
import { hostAndPort } from './address';
import { manageJob } from './process-manager';
import { startRank, type Rank } from './rank';
import type { Report } from './rank.program';
import { speak } from './wire';

/** A message that has come, and the way back to the rank that sent it. */
export interface Arrival {
  tag: number;
  data: Buffer;
  /** Sends to its sender in standard mode; resolves when MPI has let go of the bytes or the sender has gone; rejects with Fatal when MPI refuses. */
  answer(data: Uint8Array): Promise<void>;
}

export interface Host {
  address: string;
  /** Takes nothing more, waits for what is in hand, ends its jobs. Twice is once. */
  close(): Promise<void>;
}

const inHandMost = 32;
const graceMs = 1000;

/** Rank 0 of one job of two, and everything of it that is in hand here. */
function hostJob(socket: Socket, take: (arrival: Arrival) => Promise<void>) {
  const answers = new Map<number, (refusal?: Error) => void>();
  const inHand = new Set<Promise<void>>();
  let [taken, numbers, waiting, receiving, closing] = [0, 0, false, false, false];

  const consent = () => {
    if (!waiting || closing || inHand.size >= inHandMost) return;
    [waiting, receiving] = [false, true];
    taken += 1;
    rank.order({ do: 'take' });
  };
  const answer = (to: number, tag: number, data: Uint8Array) =>
    new Promise<void>((resolve, reject) => {
      const n = (numbers += 1);
      answers.set(n, (refusal) => (refusal ? reject(refusal) : resolve()));
      rank.order({ do: 'send', n, mode: 'standard', to, tag, data });
    });
  const report = (what: Report) => {
    if (what.is === 'found') waiting = true;
    if (what.is === 'released' || what.is === 'failed') {
      const refusal = what.is === 'failed' ? new Fatal(what.message, { reason: what.reason ?? 'mpi' }) : undefined;
      answers.get(what.n)?.(refusal);
      answers.delete(what.n);
    }
    if (what.is === 'came') {
      const { from, tag, data } = what;
      const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
      const one = take({ tag, data: bytes, answer: (back) => answer(from, tag, back) }).finally(() => {
        inHand.delete(one);
        consent();
      });
      inHand.add(one);
      receiving = false;
      received();
    }
    consent();
  };
  let received = () => {};
  const job = manageJob(2, (to, line) => (to === 0 ? rank.manager(line) : wire.manager(line)));
  const rank: Rank = startRank(0, 2, { report, manager: (line) => job.take(0, line) });
  const orEndIn = (ms: number) => {
    const timer = setTimeout(() => rank.kill(), ms);
    return rank.ended.finally(() => clearTimeout(timer));
  };
  const end = () => {
    closing = true;
    rank.order({ do: 'end', drains: false });
    void orEndIn(graceMs);
  };
  const wire = speak(socket, { manager: (line) => job.take(1, line), end });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    closing = true;
    // What its sender knows to be taken is received first, though the sender is gone.
    received = () => rank.kill();
    if (receiving) void orEndIn(graceMs);
    else rank.kill();
  });
  const ended = rank.ended.then(() => {
    for (const letGo of answers.values()) letGo();
    answers.clear();
    socket.destroy();
  });
  return {
    ended,
    close: async () => {
      closing = true;
      while (receiving || inHand.size > 0)
        await (inHand.size > 0 ? Promise.all(inHand) : new Promise<void>((resolve) => (received = resolve)));
      wire.end(taken);
      rank.order({ do: 'end', drains: false });
      await orEndIn(graceMs);
    },
  };
}

/**
 * Listens at `mpi://host:port` for processes that want to be a rank beside this one. MPICH (4.0 over UCX) cannot join
 * running jobs (MPI_Open_port is refused), so each that comes gets a job of its own: two ranks, this side rank 0, and this
 * side is its process manager. Messages go to `take` in the order sent, at most 32 of one job at a time: what is beyond is
 * not received, so that a synchronous send waits. `take` may reject: that ends nothing.
 */
export async function hostRanks(address: string, take: (arrival: Arrival) => Promise<void>): Promise<Host> {
  const { host, port } = hostAndPort(address);
  const jobs = new Set<ReturnType<typeof hostJob>>();
  const quiet = (arrival: Arrival) => take(arrival).catch(() => undefined);
  const server = createServer((socket) => {
    const refuse = () => socket.destroy();
    socket.on('error', refuse);
    socket.once('readable', () => {
      const first = socket.read(5) as Buffer | null;
      if (first?.toString() !== 'join\n') return refuse();
      const job = hostJob(socket, quiet);
      jobs.add(job);
      void job.ended.then(() => jobs.delete(job));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  let closed: Promise<void> | undefined;
  return {
    address: `mpi://${host}:${(server.address() as AddressInfo).port}`,
    close: () =>
      (closed ??= (async () => {
        server.close();
        await Promise.all([...jobs].map((job) => job.close()));
      })()),
  };
}
