import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RpcSession, type RpcTarget } from 'capnweb';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Fatal } from '@parley/faults';
import { openTransport, type Transport } from './transport';

export interface ListenOptions {
  host: string;
  port: number;
  heartbeatMs: number;
  maxBytes: number;
  /** What a holder that connects is offered. */
  rootFor(holder: string): RpcTarget;
  refused(error: Fatal): void;
}

const goodbyeMs = 1000;

/** Takes connections of holders. Resolves when it can be reached; rejects where the address cannot be bound. */
export async function listen({ host, port, heartbeatMs, maxBytes, rootFor, refused }: ListenOptions) {
  const server = new WebSocketServer({ host, port, maxPayload: maxBytes, perMessageDeflate: false });
  const open = new Set<Transport>();
  /** The latest connection of each holder. */
  const latest = new Map<string, { nth: number; carrier: Transport }>();

  server.on('connection', (socket: WebSocket, request: IncomingMessage) => {
    const asked = new URL(request.url ?? '/', 'ws://here').searchParams;
    const holder = asked.get('holder') ?? `stranger-${request.socket.remotePort}`;
    const nth = Number(asked.get('nth') ?? 1);
    const carrier = openTransport(socket, { heartbeatMs, refused });
    const before = latest.get(holder);
    // What an older connection still brings would come after, and out of order with, what the newer one has brought.
    if (before && before.nth >= nth) return carrier.destroy('there is a newer connection');
    before?.carrier.destroy('there is a newer connection');
    latest.set(holder, { nth, carrier });
    open.add(carrier);
    void carrier.lost.then(() => {
      open.delete(carrier);
      if (latest.get(holder)?.carrier === carrier) latest.delete(holder);
    });
    new RpcSession(carrier.transport, rootFor(holder), { limits: { maxMessageSize: maxBytes } });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', resolve);
  });
  server.on('error', () => undefined);
  const { port: bound } = server.address() as AddressInfo;
  return {
    address: `ws://${host}:${bound}`,
    async close(): Promise<void> {
      const closed = new Promise((resolve) => server.close(resolve));
      await Promise.all([...open].map((one) => one.close(goodbyeMs)));
      await closed;
    },
  };
}
