import { setTimeout } from 'node:timers/promises';
import type { Libp2p } from 'libp2p';
import { toMultiaddr } from './address';
import { loadLibp2p } from './load';

/** How long one attempt to reach a peer may take, in ms. */
const dialMs = 3000;

/** The rest before the next attempt, in ms: longer each time that it failed. */
const restMs = (failures: number): number => Math.min(1000, 50 * 2 ** failures);

/**
 * Stays connected with the peers at these addresses, whoever is there: libp2p itself dials once, and knows a peer again
 * by its id only, which is another after each start. Ends with `close`.
 */
export function keepInTouch(node: Libp2p, addresses: string[]): { close(): void } {
  const stop = new AbortController();
  const rest = (ms: number) => setTimeout(ms, undefined, { signal: stop.signal, ref: false }).catch(() => undefined);

  const stay = async (address: string): Promise<void> => {
    const { multiaddr } = await loadLibp2p();
    for (let failures = 0; !stop.signal.aborted;) {
      try {
        const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(dialMs)]);
        const connection = await node.dial(multiaddr(toMultiaddr(address)), { signal });
        failures = 0;
        if (connection.status === 'open')
          await new Promise<void>((resolve) => connection.addEventListener('close', () => resolve(), { once: true }));
      } catch {
        failures += 1;
      }
      await rest(restMs(failures));
    }
  };

  for (const address of addresses) void stay(address);
  return { close: () => stop.abort() };
}
