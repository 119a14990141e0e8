import type { Logger } from 'pino';
import type { AnalyticsClient } from './analytics.grpc';
import { createApp } from './app';
import { deadLetterOperations, type Owners } from './deadletters.http';
import { eventStreams, type EventLimits } from './events.http';
import type { InventoryClient } from './inventory.grpc';
import type { ObserverClient } from './observer.grpc';
import { orderOperations } from './orders.http';
import type { OrdersClient } from './orders.grpc';
import { productOperations } from './products.http';
import { returnOperations } from './returns.http';
import { salesOperations } from './sales.http';
import { searchOperations } from './search.http';
import { httpWay, type HttpWay } from './server.http';
import type { ViewsClient } from './views.grpc';

/** The ways out: the services, and the dead letters of each owner. */
export interface Services {
  orders: OrdersClient;
  inventory: InventoryClient;
  analytics: AnalyticsClient;
  observer: ObserverClient;
  views: ViewsClient;
  owners: Owners;
}

// One page of one row: answered only by a service that serves, store included.
const probe = { limit: 1 };
const soon = { deadlineMs: 1_500 };
const answers = (call: () => Promise<unknown>) => () =>
  call().then(
    () => true,
    () => false,
  );

const lagOf = async (views: ViewsClient) => {
  const { lag, visible } = await views.Status({}, soon);
  return { events: Number(lag?.events), ms: Number(lag?.ms), visibleMs: visible?.events ? visible.p99 : NaN };
};

/** The gateway's way in: its HTTP API over the services. */
export function gatewayHttp(
  { orders, inventory, analytics, observer, views, owners }: Services,
  address: { host: string; port: number },
  log: Pick<Logger, 'error' | 'debug'>,
  limits?: Partial<EventLimits>,
): HttpWay {
  const checks = {
    orders: answers(() => orders.List(probe, soon)),
    inventory: answers(() => inventory.ListProducts(probe, soon)),
  };
  const events = eventStreams(orders, checks.orders, limits);
  const operations = [
    ...orderOperations(orders, observer),
    ...returnOperations(orders),
    ...productOperations(inventory),
    ...salesOperations(analytics),
    ...searchOperations(views),
    ...events.operations,
    ...deadLetterOperations(owners),
  ];
  const app = createApp({ operations, checks, openStreams: events.open, viewsLag: () => lagOf(views), log });
  return httpWay(app, { ...address, endStreams: events.close });
}
