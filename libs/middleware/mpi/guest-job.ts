import { connect } from 'node:net';
import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';
import { hostAndPort } from './address';
import { openCalls } from './calls';
import type { Mode } from './point-to-point';
import { startRank } from './rank';
import type { Report } from './rank.program';
import { within } from './within';
import { speak } from './wire';

/** Sends that MPI has and that are not over: more wait here, where they can still be taken back. */
const underWayMost = 16;
const graceMs = 1000;
const rankThere = 0;

interface Send {
  released(): void;
  failed(error: Error): void;
}

export type GuestJob = ReturnType<typeof joinJob>;

/** Rank 1 of one job of two with the process at `address`; `joined` rejects with Retryable where none comes about. */
export function joinJob(address: string) {
  const { host, port } = hostAndPort(address);
  const sends = new Map<number, Send>();
  const waiting: (() => void)[] = [];
  const calls = openCalls();
  let [numbers, over] = [0, false];
  let begun = () => {};
  const socket = connect({ host, port });

  const settle = (n: number, how: (send: Send) => void) => {
    const send = sends.get(n);
    if (send) how(send);
    if (sends.delete(n)) waiting.shift()?.();
  };
  const report = (what: Report) => {
    if (what.is === 'begun') begun();
    if (what.is === 'released') settle(what.n, ({ released }) => released());
    if (what.is === 'failed')
      settle(what.n, ({ failed }) => failed(new Fatal(what.message, { reason: what.reason ?? 'mpi' })));
    if (what.is === 'found') rank.order({ do: 'take' });
    if (what.is === 'came')
      calls.came(what.tag, Buffer.from(what.data.buffer, what.data.byteOffset, what.data.byteLength));
  };
  const rank = startRank(1, 2, { report, manager: (line) => wire.manager(line) });
  const endRank = () => {
    rank.order({ do: 'end', drains: true });
    const timer = setTimeout(() => rank.kill(), graceMs);
    void rank.ended.then(() => clearTimeout(timer));
  };
  const wire = speak(socket, {
    manager: rank.manager,
    end: (taken) => {
      over = true;
      // Messages are taken in the order sent, so that the count says which ones were.
      for (const n of [...sends.keys()])
        if (n > taken) settle(n, ({ failed }) => failed(new Retryable('the receiver has ended and did not take it')));
      endRank();
    },
  });
  const joined = new Promise<void>((resolve, reject) => {
    begun = resolve;
    socket.on('connect', wire.join);
    socket.on('error', (cause) =>
      reject(new Retryable(`nobody at ${address} makes a job: ${cause.message}`, { cause })),
    );
    void rank.ended.then((said) => reject(new Retryable(`no job came about: ${said || 'the other side has gone'}`)));
  });
  joined.catch(() => undefined);
  socket.on('close', () => {
    // After `end` the rank has still to say which sends were matched.
    if (!over) rank.kill();
    over = true;
  });
  const ended = rank.ended.then(() => {
    over = true;
    socket.destroy();
    const error = new OutcomeUnknown('the job ended before it was known whether the message was received');
    for (const n of [...sends.keys()]) settle(n, ({ failed }) => failed(error));
    while (waiting.length > 0) waiting.shift()!();
    calls.fail(error);
  });

  return {
    joined,
    calls,
    isOver: () => over,
    /** Waits for room until then, in the order of the calls; rejects with Retryable. */
    room: async (until: number): Promise<void> => {
      if (sends.size < underWayMost && waiting.length === 0) return;
      let turn = () => {};
      const mine = new Promise<void>((resolve) => waiting.push((turn = resolve)));
      const late = () =>
        new Retryable(`the receiver takes nothing: ${underWayMost} sends before it wait for a receive`);
      await within(mine, until, late).catch((error: Error) => {
        const at = waiting.indexOf(turn);
        if (at >= 0) waiting.splice(at, 1);
        else waiting.shift()?.();
        throw error;
      });
    },
    send: (mode: Mode, data: Uint8Array, tag: number) =>
      new Promise<void>((released, failed) => {
        const n = (numbers += 1);
        sends.set(n, { released, failed });
        rank.order({ do: 'send', n, mode, to: rankThere, tag, data });
      }),
    end: async () => {
      if (!over) wire.end(0);
      endRank();
      await ended;
    },
  };
}
