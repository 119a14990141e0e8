import type { Logger } from 'pino';
import { openAnalytics } from './analytics.grpc';
import { createApp } from './app';
import type { Config } from './config';
import { openDeadLetters } from './deadletters.grpc';
import { deadLetterOperations } from './deadletters.http';
import { eventStreams, type EventLimits } from './events.http';
import { openInventory } from './inventory.grpc';
import { openObserver } from './observer.grpc';
import { orderOperations } from './orders.http';
import { openOrders } from './orders.grpc';
import { productOperations } from './products.http';
import { returnOperations } from './returns.http';
import { salesOperations } from './sales.http';
import { httpWay } from './server.http';

type Addresses = Pick<
  Config,
  | 'PARLEY_HOST'
  | 'PARLEY_HTTP_PORT'
  | 'PARLEY_ORDERS'
  | 'PARLEY_INVENTORY'
  | 'PARLEY_FULFILMENT'
  | 'PARLEY_NOTIFICATIONS'
  | 'PARLEY_ANALYTICS'
  | 'PARLEY_OBSERVER'
>;

// One page of one row: answered only by a service that serves, store included.
const probe = { limit: 1 };
const soon = { deadlineMs: 1_500 };
const answers = (call: () => Promise<unknown>) => () =>
  call().then(
    () => true,
    () => false,
  );

/** The gateway: its way in (HTTP) over its ways out (gRPC to each service). `close` ends the latter. */
export function openGateway(config: Addresses, log: Pick<Logger, 'error' | 'debug'>, limits?: Partial<EventLimits>) {
  const orders = openOrders(config.PARLEY_ORDERS);
  const inventory = openInventory(config.PARLEY_INVENTORY);
  const analytics = openAnalytics(config.PARLEY_ANALYTICS);
  const observer = openObserver(config.PARLEY_OBSERVER);
  const owners = {
    orders: openDeadLetters(config.PARLEY_ORDERS),
    inventory: openDeadLetters(config.PARLEY_INVENTORY),
    fulfilment: openDeadLetters(config.PARLEY_FULFILMENT),
    notifications: openDeadLetters(config.PARLEY_NOTIFICATIONS),
    analytics: openDeadLetters(config.PARLEY_ANALYTICS),
  };
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
    ...events.operations,
    ...deadLetterOperations(owners),
  ];
  const app = createApp({ operations, checks, openStreams: events.open, log });
  const http = httpWay(app, { host: config.PARLEY_HOST, port: config.PARLEY_HTTP_PORT, endStreams: events.close });
  const close = () =>
    [orders, inventory, analytics, observer, ...Object.values(owners)].forEach((client) => client.close());
  return { http, close };
}
