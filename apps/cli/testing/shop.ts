import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';

interface Placed {
  id: string;
  key: string;
  state: string;
  customer?: string;
}

/**
 * A gateway that completes what it is told, a moment later: to run the loader against. `outage` answers of it are 503,
 * after which it recovers, and every second order was stored although its answer was 503.
 */
export async function startShop({ outage = 0, silent = false } = {}) {
  const placed = new Map<string, Placed>();
  const posts: { path: string; key: string; open: number }[] = [];
  const returns = new Map<string, object>();
  const events: string[] = [];
  const listeners = new Set<express.Response>();
  let failing = outage;

  function complete(order: Placed): void {
    order.state = 'completed';
    const sequence = events.length + 1;
    const event = {
      id: `e${sequence}`,
      orderId: order.id,
      version: 2,
      type: 'completed',
      at: '',
      country: 'France',
      gross: '1.00',
    };
    events.push(`id: ${sequence}\nevent: order\ndata: ${JSON.stringify(event)}\n\n`);
    listeners.forEach((response) => response.write(events.at(-1)));
  }
  const app = express().use(express.json());
  const openNow = () => [...placed.values()].filter(({ state }) => state !== 'completed').length;

  app.post('/api/orders', (request, response) => {
    const key = request.get('idempotency-key')!;
    posts.push({ path: '/api/orders', key, open: openNow() });
    const known = placed.get(key);
    const order = known ?? { id: `id-${key}`, key, state: 'accepted', customer: request.body.customer };
    placed.set(key, order);
    if (!known && !silent) setTimeout(() => complete(order), 5);
    if (failing-- > 0) return void response.status(503).json({ title: 'A service is not available' });
    response.status(known ? 200 : 201).json({ ...order, lines: [], timeline: [] });
  });
  app.post('/api/returns', (request, response) => {
    const key = request.get('idempotency-key')!;
    posts.push({ path: '/api/returns', key, open: openNow() });
    const [first, ...rest] = request.body.lines as { sku: string; quantity: number }[];
    const lines = [
      { ...first, accepted: first!.quantity, orderId: 'id-1' },
      ...rest.map((line) => ({ ...line, accepted: 0, reason: 'no match' })),
    ];
    returns.set(key, { id: key, state: 'completed', lines });
    response.status(201).json({ id: key, state: 'pending', lines });
  });
  app.get('/api/returns/:id', (request, response) => void response.json(returns.get(request.params.id)));
  app.get(
    '/api/orders/:id',
    (request, response) => void response.json([...placed.values()].find(({ id }) => id === request.params.id)),
  );
  app.get('/api/events', (request, response) => {
    response.set('Content-Type', 'text/event-stream').flushHeaders();
    events.slice(Number(request.get('last-event-id') ?? 0)).forEach((event) => response.write(event));
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts,
    placed,
    /** Cuts every event stream, in the middle. */
    cut: () => listeners.forEach((response) => response.destroy()),
    listeners: () => listeners.size,
    complete,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
