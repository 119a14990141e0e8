import { runService } from '@parley/service';
import { openAnalytics } from './analytics.grpc';
import { config } from './config';
import { openDeadLetters } from './deadletters.grpc';
import { gatewayHttp } from './gateway';
import { openInventory } from './inventory.grpc';
import { openObserver } from './observer.grpc';
import { openOrders } from './orders.grpc';
import { openViews } from './views.grpc';

/** HTTP in; gRPC out to five services, and to every owner of dead letters. */
runService({
  service: 'gateway',
  config,
  compose: async ({ config: c, log }) => {
    const orders = openOrders(c.PARLEY_ORDERS);
    const inventory = openInventory(c.PARLEY_INVENTORY);
    const analytics = openAnalytics(c.PARLEY_ANALYTICS);
    const observer = openObserver(c.PARLEY_OBSERVER);
    const views = openViews(c.PARLEY_VIEWS);
    const owners = {
      orders: openDeadLetters(c.PARLEY_ORDERS),
      inventory: openDeadLetters(c.PARLEY_INVENTORY),
      fulfilment: openDeadLetters(c.PARLEY_FULFILMENT),
      notifications: openDeadLetters(c.PARLEY_NOTIFICATIONS),
      analytics: openDeadLetters(c.PARLEY_ANALYTICS),
    };
    const address = { host: c.PARLEY_HOST, port: c.PARLEY_HTTP_PORT };
    return {
      in: [gatewayHttp({ orders, inventory, analytics, observer, views, owners }, address, log)],
      close: [orders, inventory, analytics, observer, views, ...Object.values(owners)],
    };
  },
});
