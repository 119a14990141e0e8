import { kindOf } from '@parley/faults';
import { withTrace } from '@parley/tracing';
import type { Consumer, Delivery } from './consumer';
import type { Rabbit } from './index';
import { backoffMs, pauseUnless } from './link';
import type { Publication } from './publisher';

export interface ForwarderOptions {
  queue: string;
  /** Messages taken and not yet passed on, at most; default 64. */
  prefetch?: number;
}

/** Where a message goes on to, and as what; none: nowhere, it is done. Fatal: it goes to the queue's dead letters. */
export type Route = (delivery: Delivery) => Publication[];

interface Entry {
  publications: Publication[];
  isSent: boolean;
  done(): void;
  failed(error: unknown): void;
}

/** Longer than any outage: only a channel that breaks gives a message back, and then all that came after it too. */
const patienceMs = 24 * 3_600_000;

/**
 * Takes each message of a queue of `from` and puts what `route` makes of it into queues of `to`; it is acknowledged when
 * all of them are confirmed there. Nothing is lost, and what was under way when something broke goes twice. Order is
 * kept: what follows a message whose fate is not known waits, and is sent again after it.
 */
export const openForwarder = (from: Rabbit, to: Rabbit, options: ForwarderOptions, route: Route): Consumer => {
  const { queue, prefetch = 64 } = options;
  const publisher = to.publisher({ keepsOrder: true, deadlineMs: patienceMs, window: 4 * prefetch });
  const entries = new Set<Entry>();
  const stopped = new AbortController();
  let flying = 0;
  let failures = 0;
  let isBroken = false;

  const settle = (entry: Entry, end: () => void) => {
    entries.delete(entry);
    end();
  };

  const send = async (entry: Entry): Promise<void> => {
    entry.isSent = true;
    flying += 1;
    const results = await Promise.allSettled(
      entry.publications.map((one) => withTrace(one.headers, () => publisher.publish(one))),
    );
    flying -= 1;
    const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    const hopeless = errors.find((error) => kindOf(error) === 'fatal');
    if (errors.length === 0) failures = 0;
    if (errors.length === 0) settle(entry, entry.done);
    else if (hopeless) settle(entry, () => entry.failed(hopeless));
    else isBroken = true;
    if (isBroken && flying === 0) await again();
  };

  const again = async (): Promise<void> => {
    if (await pauseUnless(stopped.signal, backoffMs((failures += 1)))) return;
    isBroken = false;
    for (const entry of entries) entry.isSent = false;
    pump();
  };

  const pump = () => {
    for (const entry of entries) if (!isBroken && !entry.isSent) void send(entry);
  };

  const consumer = from.consume({ queue, prefetch, timeoutMs: 0, anonymous: true }, async (delivery) => {
    const publications = route(delivery);
    await new Promise<void>((done, failed) => {
      entries.add({ publications, isSent: false, done, failed });
      pump();
    });
  });
  const drain = async (): Promise<void> => {
    await consumer.drain();
    stopped.abort();
    await publisher.close();
  };
  return { ready: consumer.ready, drain };
};
