import type { Mode } from './point-to-point';
import type { Stage } from './text';
import type { Request } from './core';

/** What the process that started a rank tells it to do. */
export type Order =
  | { do: 'send'; n: number; mode: Mode; to: number; tag: number; data: Uint8Array }
  | { do: 'take' }
  /** Ends when the receive under way is over; with `drains` when nothing more is there to receive either. */
  | { do: 'end'; drains: boolean };

/** What a rank says. `found` comes before a message is received: only `take` starts its receive. */
export type Report =
  | { is: 'begun'; rank: number; size: number }
  | { is: 'released'; n: number }
  | { is: 'failed'; n: number; kind: string; reason?: string; message: string }
  | { is: 'found'; from: number; tag: number; bytes: number }
  | { is: 'came'; from: number; tag: number; data: Uint8Array };

/**
 * The program of a rank that lives beside the process that uses it. It only ever polls, so that it hears its orders; it
 * dies at once with the process that started it, even frozen in a call of MPI. It runs as text: it may use nothing but
 * its parameter.
 */
export async function rankProgram({ mpi, process }: Stage): Promise<void> {
  const report = (what: Report) => void process.send?.(what);
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  const sends = new Map<number, Request>();
  let found: ReturnType<typeof mpi.improbe>;
  let receive: Request | undefined;
  let ending = 'not' as 'not' | 'soon' | 'drained';
  let busyUntil = 0;

  const send = ({ n, mode, to, tag, data }: Extract<Order, { do: 'send' }>) => {
    try {
      sends.set(n, mpi.isend(mode, data, { to, tag }));
    } catch (error) {
      const { kind, reason, message } = error as { kind: string; reason?: string; message: string };
      report({ is: 'failed', n, kind, reason, message });
    }
  };
  await mpi.begin();
  process.on('message', (order: Order) => {
    if (order.do === 'send') send(order);
    if (order.do === 'take' && found) receive = mpi.take(Buffer.alloc(found.count), found.message);
    if (order.do === 'end') ending = order.drains ? 'drained' : 'soon';
    if (order.do !== 'end') busyUntil = performance.now() + 2;
  });
  report({ is: 'begun', rank: mpi.rank(), size: mpi.size() });

  const look = (): boolean => {
    let happened = false;
    for (const [n, request] of sends) {
      if (!mpi.test(request)) continue;
      sends.delete(n);
      report({ is: 'released', n });
      happened = true;
    }
    if (found && receive && mpi.test(receive)) {
      report({ is: 'came', from: found.source, tag: found.tag, data: receive.data as Uint8Array });
      found = receive = undefined;
      happened = true;
    }
    if (!found && (found = mpi.improbe())) {
      report({ is: 'found', from: found.source, tag: found.tag, bytes: found.count });
      happened = true;
    }
    return happened;
  };
  for (;;) {
    const happened = look();
    if (happened) busyUntil = performance.now() + 2;
    if (ending === 'soon' && !receive) break;
    if (ending === 'drained' && !receive && !found && !happened) break;
    const busy = performance.now() < busyUntil;
    await new Promise<void>((resolve) => (busy ? setImmediate(resolve) : setTimeout(resolve, 1)));
  }
  await mpi.end();
  process.exit(0);
}
