import { randomUUID } from 'node:crypto';
import { Fatal, OutcomeUnknown } from '@parley/faults';
import type { Consumer, ConsumeOptions, Handler } from './consumer';
import type { Delivery } from './delivery';
import { directReplies, openDirectReplies } from './direct-replies';
import { type Link, pauseUnless } from './link';
import type { Publication, Publisher, PublisherOptions } from './publisher';

export interface RequesterOptions {
  /**
   * The queue for the replies: one of this requester's own, which is in the topology (so that it is there again after a
   * break), or `directReplies`.
   */
  replyTo: string;
  /** Every request settles within this time; default 30 s. So long after it came the broker throws away what nobody took. */
  deadlineMs?: number;
  /** How long `close` waits for replies, in ms; default 5 s. */
  closeMs?: number;
}

export type Request = Omit<Publication, 'replyTo' | 'correlationId' | 'expirationMs' | 'mandatory'>;

export interface Requester {
  /**
   * Asks, and resolves to the reply. Rejects Fatal `unroutable`, `closed`, `header`; Retryable when the request was never
   * sent; OutcomeUnknown when no reply came in time, or none can come any more (direct replies: with their channel).
   */
  request(request: Request): Promise<Delivery>;
  /** Replies that came when nobody waited for them any more. */
  late(): number;
  /** Takes no more requests, waits for the replies to those under way, settles the rest. Twice is once. */
  close(): Promise<void>;
}

/** A way out for requests. Resolves when it is sent, rejects when that failed, Retryable if it never left. */
export interface Way {
  send(request: Publication, isWanted: () => boolean): Promise<void>;
  close(): Promise<void>;
}

export interface Returns {
  arrived(reply: Delivery): void;
  /** Fails one request, or all that are sent. */
  failed(error: Error, correlationId?: string): void;
}

export interface Surroundings {
  link: Link;
  publisher(options?: PublisherOptions): Publisher;
  consume(options: ConsumeOptions, handler: Handler): Consumer;
}

interface Pending {
  sent: boolean;
  resolve(reply: Delivery): void;
  reject(error: Error): void;
}

/** By a queue of one's own: it outlives a broken connection, and so do the replies in it. */
const openOwnQueue = (
  { publisher, consume }: Surroundings,
  { replyTo, deadlineMs }: RequesterOptions,
  { arrived }: Returns,
): Way => {
  const requests = publisher({ window: 1024, deadlineMs });
  const replies = consume({ queue: replyTo, prefetch: 256, attempts: 1, anonymous: true }, async (reply) =>
    arrived(reply),
  );
  return {
    send: async (request) => {
      await replies.ready;
      await requests.publish(request).catch((error: unknown) => {
        // It was sent and nobody knows: the reply, if one comes, says that it arrived.
        if (!(error instanceof OutcomeUnknown)) throw error;
      });
    },
    close: () => requests.close(),
  };
};

/** Opens the asking side. A reply finds its request by the correlation id, in whatever order replies come. */
export const openRequester = (surroundings: Surroundings, options: RequesterOptions): Requester => {
  const { replyTo, deadlineMs = 30_000, closeMs = 5000 } = options;
  const pending = new Map<string, Pending>();
  const state = { late: 0, closing: undefined as Promise<void> | undefined, idle: () => {} };

  const settle = (correlationId: string, how: (one: Pending) => void): boolean => {
    const one = pending.get(correlationId);
    if (!one) return false;
    pending.delete(correlationId);
    how(one);
    if (pending.size === 0) state.idle();
    return true;
  };

  const returns: Returns = {
    arrived: (reply) => {
      if (!settle(reply.correlationId, ({ resolve }) => resolve(reply))) state.late += 1;
    },
    failed: (error, correlationId) => {
      for (const id of correlationId === undefined ? [...pending.keys()] : [correlationId])
        if (correlationId !== undefined || pending.get(id)?.sent) settle(id, ({ reject }) => reject(error));
    },
  };
  const open = replyTo === directReplies ? openDirectReplies : openOwnQueue;
  const way = open(surroundings, { ...options, deadlineMs }, returns);

  const request = async (asked: Request): Promise<Delivery> => {
    if (state.closing) throw new Fatal('this requester is closed', { reason: 'closed' });
    const correlationId = randomUUID();
    let timer: NodeJS.Timeout | undefined;
    const reply = new Promise<Delivery>((resolve, reject) => {
      pending.set(correlationId, { sent: false, resolve, reject });
      const over = new OutcomeUnknown(`no reply to message ${asked.messageId} within ${deadlineMs} ms`);
      timer = setTimeout(() => settle(correlationId, (one) => one.reject(over)), deadlineMs);
    });
    const isWanted = () => pending.has(correlationId);
    way.send({ ...asked, replyTo, correlationId, expirationMs: deadlineMs }, isWanted).then(
      () => {
        const one = pending.get(correlationId);
        if (one) one.sent = true;
      },
      (error: Error) => returns.failed(error, correlationId),
    );
    return reply.finally(() => clearTimeout(timer));
  };

  const close = async (): Promise<void> => {
    const late = new AbortController();
    if (pending.size > 0)
      await Promise.race([new Promise<void>((resolve) => (state.idle = resolve)), pauseUnless(late.signal, closeMs)]);
    late.abort();
    const left = new OutcomeUnknown('closed before the reply came');
    for (const id of [...pending.keys()]) settle(id, ({ reject }) => reject(left));
    await way.close();
  };

  return { request, late: () => state.late, close: () => (state.closing ??= close()) };
};
