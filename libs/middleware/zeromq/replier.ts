import { Router } from 'zeromq';
import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';
import { openGate, type ServerCurve } from './curve';
import { openOutbox } from './outbox';
import type { Frame } from './patterns';
import { assertCurve, assertFits, boundAll, patternOptions } from './sockets';
import { errorFrame } from './wire';

/** How long the last replies have to leave the process, in ms. */
const flushMs = 100;

export interface ReplierOptions {
  bind: string[];
  /** Answers a request; what it throws is the answer, too. After `deadlineMs` nobody waits for it any more. */
  handle(frames: Buffer[], request: { deadlineMs: number }): Promise<Frame[]>;
  /** Told of frames that are no request of ours. */
  refused(error: Fatal): void;
  /** Requests in hand at once; the others wait in libzmq's queue and then at the sender's. */
  concurrency?: number;
  curve?: ServerCurve;
}

export interface Replier {
  addresses: string[];
  stats(): { handled: number; refused: number; unreachable: number; abandoned: number };
  /** Refuses what comes from now on, answers what is in hand or gives it up at its deadline, ends. */
  close(): Promise<void>;
}

/**
 * Opens the answering side of request and reply: a ROUTER on all its addresses. A requester that has gone does it no
 * harm: its reply is dropped and counted. Resolves when it is bound; throws Fatal `bind` where it can't be.
 */
export async function openReplier(options: ReplierOptions): Promise<Replier> {
  const { bind, handle, refused, concurrency = 256, curve } = options;
  assertCurve();
  const gate = curve && (await openGate(curve));
  // Replies for a peer that is gone are an error at once: `mandatory` alone would leave the send pending for ever.
  const router = new Router({ ...patternOptions, mandatory: true, sendTimeout: 0, ...gate?.options });
  const addresses = await boundAll(router, bind).catch((error: unknown) => {
    gate?.close();
    throw error;
  });
  const outbox = openOutbox(router, { limit: Infinity, full: 'error' });
  const counts = { handled: 0, refused: 0, unreachable: 0, abandoned: 0 };
  const inHand = new Set<Promise<void>>();
  let stopping = false;
  let closing: Promise<void> | undefined;

  const answer = (frames: Frame[]) =>
    outbox.send(frames, { deadlineMs: 0 }).catch(() => {
      counts.unreachable += 1;
    });

  const within = async (deadlineMs: number, work: Promise<Frame[]>): Promise<Frame[]> => {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        counts.abandoned += 1;
        reject(new OutcomeUnknown('the handler had not finished by the deadline'));
      }, deadlineMs);
    });
    return Promise.race([work, over]).finally(() => clearTimeout(timer));
  };

  const serve = async (identity: Buffer, number: Buffer, deadlineMs: number, frames: Buffer[]) => {
    try {
      const reply = await within(
        deadlineMs,
        Promise.resolve().then(() => handle(frames, { deadlineMs })),
      );
      assertFits(reply);
      counts.handled += 1;
      await answer([identity, number, '', ...reply]);
    } catch (error) {
      await answer([identity, number, errorFrame(error)]);
    }
  };

  const receive = async () => {
    for await (const [identity, number, left, ...frames] of router) {
      if (!identity) continue;
      if (number?.length !== 8 || left?.length !== 4) {
        counts.refused += 1;
        const error = new Fatal('these frames are no request', { reason: 'undecodable' });
        refused(error);
        // Whoever it was speaks plain REQ or DEALER: an empty frame goes before the body there.
        void answer([identity, '', errorFrame(error)]);
        continue;
      }
      if (stopping) {
        void answer([identity, number, errorFrame(new Retryable('the replier is stopping'))]);
        continue;
      }
      const one = serve(identity, number, left.readUInt32BE(), frames).finally(() => inHand.delete(one));
      inHand.add(one);
      if (inHand.size >= concurrency) await Promise.race(inHand);
    }
  };
  void receive();

  return {
    addresses,
    stats: () => ({ ...counts }),
    close: () =>
      (closing ??= (async () => {
        stopping = true;
        while (inHand.size > 0) await Promise.race(inHand);
        await outbox.close();
        // libzmq tells nobody when it has sent its last, and the end of a process does not wait for a context like this one.
        if (gate) await new Promise((resolve) => setTimeout(resolve, flushMs));
        router.close();
        gate?.close();
      })()),
  };
}
