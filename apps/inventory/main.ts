import { connectRabbit } from '@parley/middleware/rabbitmq';
import { runService } from '@parley/service';
import { openStore } from '@parley/store';
import { rabbitTopology } from '@parley/topology';
import { config } from './config';
import { deadLetters } from './dead-letters.grpc';
import { inventoryService } from './inventory.grpc';
import { openInventory } from './inventory.service';
import { type InventoryDatabase, migrations } from './migrations';
import { notices } from './notices.queue';

runService({
  service: 'inventory',
  config,
  compose: async ({ config: c, process: name }) => {
    const place = { service: 'inventory', dataDir: c.PARLEY_DATA, databaseUrl: c.DATABASE_URL };
    const store = await openStore<InventoryDatabase>({ ...place, migrations });
    const rabbit = await connectRabbit({ url: c.PARLEY_AMQP_URL, topology: rabbitTopology, name });
    const inventory = openInventory(store);
    return {
      grpc: [inventoryService(inventory), deadLetters(rabbit)],
      in: [notices(inventory, rabbit)],
      close: [rabbit, store],
    };
  },
});
