import { kafkaClient } from '@parley/middleware/kafka';
import { connectRabbit } from '@parley/middleware/rabbitmq';
import { runService } from '@parley/service';
import { openStore } from '@parley/store';
import { rabbitTopology } from '@parley/topology';
import { config, ordersOptions, sweepOptions } from './config';
import { deadLetters } from './dead-letters.grpc';
import { fulfilmentCommands } from './fulfilment.queue';
import { inventoryCalls } from './inventory-calls.grpc';
import { inventoryClient } from './inventory.grpc';
import { type OrdersDatabase, migrations } from './migrations';
import { milestones } from './milestones.queue';
import { orderEvents } from './order-events.kafka';
import { ordersService } from './orders.grpc';
import { openOrders } from './orders.service';
import { pricingClient } from './pricing.grpc';
import { sweepTimer } from './sweep.timer';

runService({
  service: 'orders',
  config,
  compose: async ({ config: c, log, process: name }) => {
    const place = { service: 'orders', dataDir: c.PARLEY_DATA, databaseUrl: c.DATABASE_URL };
    const store = await openStore<OrdersDatabase>({ ...place, migrations });
    const rabbit = await connectRabbit({ url: c.PARLEY_AMQP_URL, topology: rabbitTopology, name });
    const kafka = kafkaClient({ brokers: c.PARLEY_KAFKA_BROKERS, clientId: name });
    const inventory = inventoryClient(c.PARLEY_INVENTORY);
    const pricing = pricingClient(c.PARLEY_PRICING);
    const orders = openOrders(store, { inventory, pricing }, ordersOptions(c, log));
    return {
      grpc: [ordersService(orders), deadLetters(store, rabbit)],
      in: [milestones(orders, rabbit), sweepTimer(orders, sweepOptions(c, log))],
      out: [
        inventory,
        pricing,
        inventoryCalls(store, c.PARLEY_INVENTORY, name),
        fulfilmentCommands(store, rabbit, name),
        orderEvents(store, kafka, name),
      ],
      close: [rabbit, store],
    };
  },
});
