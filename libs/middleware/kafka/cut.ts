import { type FaultProxy, type Tap, openProxy } from '@parley/faults';

/** A way to brokers that can be cut: a proxy before each of them. */
export interface Cut {
  /** What its user takes for the brokers' addresses. */
  brokers: string[];
  /** While on, nothing passes, and nobody is told: a network that is partitioned. */
  apart(on: boolean): void;
  close(): Promise<void>;
}

/** A broker says in its answers where it and the others are: the host's text and the port as 32 bits. */
const told = (host: string, port: number): Buffer => {
  const bytes = Buffer.alloc(host.length + 4);
  bytes.write(host);
  bytes.writeInt32BE(port, host.length);
  return bytes;
};

/**
 * Opens such a way to brokers on 127.0.0.1. Who goes it stays on it, as the brokers' own word about where they are is
 * replaced on its way.
 */
export async function openCut(brokers: readonly string[]): Promise<Cut> {
  const swaps: [find: Buffer, put: Buffer][] = [];
  const tap: Tap = {
    toClient: (chunk) => {
      for (const [find, put] of swaps)
        for (let at = chunk.indexOf(find); at >= 0; at = chunk.indexOf(find, at + 1)) put.copy(chunk, at);
      return chunk;
    },
  };
  const proxies: FaultProxy[] = [];
  for (const broker of brokers) {
    const [host = '', port = ''] = broker.split(':');
    const proxy = await openProxy({ carrier: 'tcp', target: { host, port: Number(port) }, tap });
    proxies.push(proxy);
    swaps.push([told(host, Number(port)), told(proxy.host, proxy.port)]);
  }
  return {
    brokers: proxies.map(({ host, port }) => `${host}:${port}`),
    apart: (on) => proxies.forEach((proxy) => proxy.blackHole(on)),
    close: async () => void (await Promise.all(proxies.map((proxy) => proxy.close()))),
  };
}
