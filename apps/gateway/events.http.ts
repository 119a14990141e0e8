import { once } from 'node:events';
import type { Response } from 'express';
import { operation, type Operation } from './operation';
import { eventView, type OrdersClient } from './orders.grpc';
import { Problem } from './problems';
import { eventHeaders, eventQuery } from './schemas';

export interface EventLimits {
  /** How long a client may leave what is written to it unread before it is disconnected. */
  patienceMs: number;
  heartbeatMs: number;
  /** Streams open at once; the next is refused with a 503. */
  maxStreams: number;
}
const usual: EventLimits = { patienceMs: 10_000, heartbeatMs: 15_000, maxStreams: 500 };

export interface EventStreams {
  operations: Operation[];
  open(): number;
  /** Ends every stream: a client reconnects with its Last-Event-ID. */
  close(): void;
}

/** Writes, and waits until the client has taken it. False when it has not in time, or is gone. */
async function write(response: Response, chunk: string, patienceMs: number): Promise<boolean> {
  if (response.destroyed) return false;
  if (response.write(chunk)) return true;
  const signal = AbortSignal.timeout(patienceMs);
  const drained = once(response, 'drain', { signal });
  const closed = once(response, 'close', { signal });
  return Promise.race([drained.then(() => true), closed.then(() => false)]).catch(() => false);
}

/**
 * Order events as server-sent events; `id:` is the outbox sequence, so that a client which reconnects with
 * Last-Event-ID misses none and gets none twice. Nothing is read from orders while the client has not taken what
 * went before, so a slow client costs one event and the socket's buffers; past `patienceMs` it is disconnected.
 */
export function eventStreams(
  orders: OrdersClient,
  ready: () => Promise<boolean>,
  limits: Partial<EventLimits> = {},
): EventStreams {
  const { patienceMs, heartbeatMs, maxStreams } = { ...usual, ...limits };
  const streams = new Set<AbortController>();

  async function pour(response: Response, afterSequence: string, stop: AbortController): Promise<void> {
    for await (const { sequence, event } of orders.Watch({ afterSequence }, { signal: stop.signal })) {
      if (!event) continue;
      const chunk = `id: ${sequence}\nevent: order\ndata: ${JSON.stringify(eventView(event))}\n\n`;
      if (await write(response, chunk, patienceMs)) continue;
      response.destroy();
      return;
    }
  }

  async function stream(response: Response, afterSequence: string): Promise<void> {
    const stop = new AbortController();
    streams.add(stop);
    response.on('close', () => stop.abort());
    response
      .status(200)
      .set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
    response.write('retry: 1000\n\n');
    // A comment is no event: it keeps proxies from closing a quiet stream. A client that is behind needs none.
    const heart = setInterval(() => response.writableNeedDrain || response.write(':\n\n'), heartbeatMs);
    try {
      await pour(response, afterSequence, stop);
    } catch {
      // Orders went away, or the client did. Either way the stream ends here, and goes on where the client reconnects.
    } finally {
      clearInterval(heart);
      streams.delete(stop);
      stop.abort();
      response.end();
    }
  }

  const operations = [
    operation({
      method: 'get',
      path: '/api/events',
      id: 'events',
      tag: 'events',
      summary: 'Order events, from the one after Last-Event-ID on, then live, as server-sent events of type `order`.',
      query: eventQuery,
      headers: eventHeaders,
      replies: { 200: { description: 'The stream; `data` is an OrderEvent', contentType: 'text/event-stream' } },
      traced: false,
      async handle({ query, headers }, { response }) {
        const busy = streams.size >= maxStreams;
        if (busy || !(await ready()))
          throw new Problem(
            503,
            'unavailable',
            'No events now',
            busy ? `${maxStreams} streams are open` : 'orders does not serve',
            {
              headers: { 'Retry-After': '1' },
            },
          );
        await stream(response, headers['last-event-id'] ?? query.after ?? '0');
      },
    }),
  ];
  return { operations, open: () => streams.size, close: () => streams.forEach((stop) => stop.abort()) };
}
