import { serveGrpc, type GrpcServer } from '@parley/middleware/grpc';
import { openAnalytics } from '../analytics.grpc';
import { openDeadLetters } from '../deadletters.grpc';
import type { EventLimits } from '../events.http';
import { gatewayHttp } from '../gateway';
import { openInventory } from '../inventory.grpc';
import { openObserver } from '../observer.grpc';
import { openOrders } from '../orders.grpc';
import { openViews } from '../views.grpc';
import { checked } from './checked';
import { conformance } from './conformance';
import { memoryOrders } from './orders';
import { memoryAnalytics, memoryDeadLetters, memoryInventory, memoryObserver, memoryViews } from './others';

/** The real gateway on a free port, over real gRPC servers that keep their state in memory. */
export async function startGateway(limits?: Partial<EventLimits>) {
  const orders = memoryOrders();
  const serve = (...services: Parameters<typeof serveGrpc>[0]['services']) =>
    serveGrpc({ address: '127.0.0.1:0', services: services.map(checked), serving: true });
  const [ordersServer, ...others] = (await Promise.all([
    serve(orders.service, memoryDeadLetters('orders.milestones.dead')),
    serve(memoryInventory(), memoryDeadLetters('warehouse.notices.dead')),
    serve(memoryAnalytics(), memoryDeadLetters('orders')),
    serve(memoryObserver()),
    serve(memoryDeadLetters('payment.dead')),
    serve(memoryDeadLetters('notifications.milestones.dead')),
    serve(memoryViews()),
  ])) as [GrpcServer, ...GrpcServer[]];
  const [inventory, analytics, observer, fulfilment, notifications, views] = others.map(
    ({ port }) => `127.0.0.1:${port}`,
  ) as string[];
  const at = `127.0.0.1:${ordersServer.port}`;
  const owners = {
    orders: openDeadLetters(at),
    inventory: openDeadLetters(inventory!),
    fulfilment: openDeadLetters(fulfilment!),
    notifications: openDeadLetters(notifications!),
    analytics: openDeadLetters(analytics!),
  };
  const services = {
    orders: openOrders(at),
    inventory: openInventory(inventory!),
    analytics: openAnalytics(analytics!),
    observer: openObserver(observer!),
    views: openViews(views!),
  };
  const silent = { error: () => undefined, debug: () => undefined };
  const http = gatewayHttp({ ...services, owners }, { host: '127.0.0.1', port: 0 }, silent, limits);
  await http.start();
  const url = `http://127.0.0.1:${http.port()}`;
  const conforms = conformance(await (await fetch(`${url}/openapi.json`)).json());

  /** One request; its answer is checked against the API's own description before anyone looks at it. */
  async function call(
    method: 'GET' | 'POST',
    path: string,
    options: { body?: unknown; raw?: string; headers?: Record<string, string> } = {},
  ) {
    const payload = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
    const response = await fetch(url + path, {
      method,
      body: payload,
      headers: { ...(payload !== undefined && { 'Content-Type': 'application/json' }), ...options.headers },
    });
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- its shape is checked against the API's description
    const body = (await response.json()) as any;
    conforms(method, new URL(path, url).pathname, response.status, response.headers.get('content-type') ?? '', body);
    return { status: response.status, headers: response.headers, body };
  }

  async function stop() {
    await http.drain();
    [...Object.values(services), ...Object.values(owners)].forEach((client) => client.close());
    await Promise.all([ordersServer, ...others].map((server) => server.drain(1_000)));
  }
  return { url, call, orders, ordersServer, others, stop };
}

export type Running = Awaited<ReturnType<typeof startGateway>>;
