import { setTimeout as delay } from 'node:timers/promises';
import { createParser } from 'eventsource-parser';
import { unreachable } from './failures';
import { ProblemAnswer } from './gateway.http';

export interface OrderEvent {
  id: string;
  orderId: string;
  version: number;
  type: string;
  at: string;
  country: string;
  reference?: string;
  reason?: string;
  gross: string;
}
export interface Seen {
  /** The outbox sequence: what to go on after. */
  sequence: string;
  event: OrderEvent;
}

interface Follow {
  after?: string;
  signal?: AbortSignal;
  /** Milliseconds without any connection after which it gives up. */
  patienceMs?: number;
  onReconnect?: () => void;
}

async function* once(url: string, after: string, signal: AbortSignal | undefined): AsyncGenerator<Seen | 'open'> {
  const response = await fetch(`${url}/api/events`, { headers: { 'Last-Event-ID': after }, signal });
  if (!response.ok) throw new ProblemAnswer(response.status, (await response.json()) as object);
  yield 'open';
  const seen: Seen[] = [];
  const parser = createParser({
    onEvent: ({ id, data }) => {
      if (id) seen.push({ sequence: id, event: JSON.parse(data) as OrderEvent });
    },
  });
  const decoder = new TextDecoder();
  for await (const chunk of response.body!) {
    parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
    yield* seen.splice(0);
  }
}

/**
 * Order events from the one after `after` on, then live, without gap or repetition over broken connections. Ends when
 * `signal` is aborted; throws (exit code 3) when there was no connection for `patienceMs`.
 */
export async function* follow(
  url: string,
  { after = '0', signal, patienceMs = 60_000, onReconnect }: Follow = {},
): AsyncGenerator<Seen> {
  let last = after;
  let connected = Date.now();
  for (let pauseMs = 100; !signal?.aborted; pauseMs = Math.min(2 * pauseMs, 2_000)) {
    try {
      for await (const item of once(url, last, signal)) {
        connected = Date.now();
        pauseMs = 100;
        if (item === 'open') continue;
        last = item.sequence;
        yield item;
      }
    } catch (error) {
      if (signal?.aborted) return;
      if (error instanceof ProblemAnswer && error.status < 500) throw error;
      if (Date.now() - connected > patienceMs)
        throw unreachable(`No events from ${url} for ${Math.round(patienceMs / 1000)} s.`, error);
    }
    if (signal?.aborted) return;
    onReconnect?.();
    await delay(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}
