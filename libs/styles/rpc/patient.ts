import { Retryable } from '@parley/faults';
import { RpcError } from '@parley/middleware/grpc';

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const isFull = (error: unknown): boolean =>
  error instanceof RpcError && error.code === 'RESOURCE_EXHAUSTED' && error.reason === 'full';

/**
 * Makes the call again while the server says that it has no room: it has done nothing then, so no key is needed. The
 * call is given what is left of `withinMs`; after that it rejects with Retryable.
 */
export async function whenThereIsRoom<T>(withinMs: number, call: (leftMs: number) => Promise<T>): Promise<T> {
  const until = performance.now() + withinMs;
  for (let wait = 10; ; wait = Math.min(wait * 2, 200)) {
    const left = until - performance.now();
    if (left <= 0) throw new Retryable(`the server had no room for ${withinMs.toFixed(0)} ms`);
    try {
      return await call(left);
    } catch (error) {
      if (!isFull(error)) throw error;
      await pause(Math.max(1, Math.min(wait * (0.5 + Math.random()), until - performance.now())));
    }
  }
}
