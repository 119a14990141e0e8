import type { GrpcServer } from '@parley/middleware/grpc';
import type pino from 'pino';
import type { Ways } from './ways';

const GRPC_DRAIN_MS = 5000;

export interface Running {
  ways: Ways;
  grpc: GrpcServer;
  log: pino.Logger;
  /** The health status stays what it is set to from here on. */
  stopWatching(): void;
  /** Evidence and spans, once nothing can add to them. */
  finish(): Promise<void>;
}

/**
 * Stops a service so that nothing that it has taken is lost: health says NOT_SERVING, the ways in drain while gRPC
 * calls finish (5 s), the ways out drain, connections close. Resolves to false when a step failed; the others are done all
 * the same.
 */
export async function drainAndClose({ ways, grpc, log, stopWatching, finish }: Running): Promise<boolean> {
  const ins = ways.in ?? [];
  const outs = ways.out ?? [];
  let clean = true;

  async function step(name: string, works: (Promise<unknown> | undefined)[]): Promise<void> {
    for (const outcome of await Promise.allSettled(works)) {
      if (outcome.status === 'fulfilled') continue;
      clean = false;
      log.error({ err: outcome.reason }, `${name} failed`);
    }
  }
  const each = (all: Partial<Record<'drain' | 'close', () => unknown>>[], what: 'drain' | 'close') =>
    all.map(async (way) => way[what]?.());

  stopWatching();
  grpc.setServing(false);
  // Together: neither waits for the other, and the time to stop in is limited.
  await step('draining the ways in and gRPC', [...each(ins, 'drain'), grpc.drain(GRPC_DRAIN_MS)]);
  await step('draining the ways out', each(outs, 'drain'));
  await step('closing', each([...ins, ...outs], 'close'));
  for (const shared of ways.close ?? []) await step('closing', each([shared], 'close'));
  await step('finishing', [finish()]);
  return clean;
}
