/** An order book in a process of its own: `node crasher.cjs <job> <place as JSON> <peers' address> <argument as JSON>`. */
import { openStore } from '@parley/store';
import { inventoryClient } from './inventory.grpc';
import { type OrdersDatabase, migrations } from './migrations';
import { type Orders, openOrders } from './orders.service';
import { pricingClient } from './pricing.grpc';

const soon = () => Date.now() + 5000;

const jobs: Record<string, (orders: Orders, argument: never) => Promise<unknown>> = {
  place: (orders, wish) => orders.place(wish, soon()),
  cancel: (orders, orderId) => orders.cancel(orderId, soon()),
  placeReturn: (orders, wish) => orders.placeReturn(wish),
  sweep: (orders) => orders.sweep(),
};

async function main([job = '', place = '', peers = '', argument = '']: string[]): Promise<void> {
  const store = await openStore<OrdersDatabase>({ ...JSON.parse(place), migrations });
  const [inventory, pricing] = [inventoryClient(peers), pricingClient(peers)];
  const options = { leaseMs: 60_000, maxAttempts: 3, pollMs: 5, onFailure: () => undefined };
  await jobs[job]!(openOrders(store, { inventory, pricing }, options), JSON.parse(argument) as never);
  process.stdout.write('answered\n');
  process.exit(0);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(1);
});
