import { setTimeout as delay } from 'node:timers/promises';
import { expectContract } from '@parley/contracts';
import type { FulfilCommand__Output } from '@parley/contracts/generated/parley/fulfilment/v1/FulfilCommand';
import type { OrderEvent__Output } from '@parley/contracts/generated/parley/orders/v1/OrderEvent';
import { decode } from '@parley/marshalling';
import { outboxRow } from '@parley/store';
import type { TestOpen } from '@parley/store/testing';
import { v7 as uuid } from 'uuid';
import { inventoryCalls } from './inventory-calls.grpc';
import { inventoryClient } from './inventory.grpc';
import { type OrdersDatabase, migrations } from './migrations';
import type { Milestone } from './milestones.service';
import type { Outcome } from './order.domain';
import { openOrders } from './orders.service';
import type { OrdersStore } from './orders.store';
import type { PlaceOrder } from './place.service';
import { pricingClient } from './pricing.grpc';
import type { PeersFixture } from './peers.fixture';

/** Waits until `condition` holds; fails after 5 s. */
export async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  for (const end = Date.now() + 5000; !(await condition()); await delay(5)) {
    if (Date.now() > end) throw new Error(`never came true: ${condition}`);
  }
}

export const soon = () => Date.now() + 5000;

export const wish = (over: Partial<PlaceOrder> = {}): PlaceOrder => ({
  key: uuid(),
  customer: '17850',
  country: 'United Kingdom',
  reference: '536365',
  placedAt: '2010-12-01T08:26:00.000Z',
  lines: [
    { sku: 'A', quantity: 2 },
    { sku: 'B', quantity: 1 },
  ],
  ...over,
});

export const milestone = (
  orderId: string,
  step: number,
  outcome: Outcome,
  over: Partial<Milestone> = {},
): Milestone => ({
  milestoneId: uuid(),
  orderId,
  step,
  outcome,
  amount: 0n,
  returnId: '',
  reason: '',
  ...over,
});

/** What the outbox holds for one channel, decoded; throws where a consumer can't live with it. */
export async function outboxOf(store: OrdersStore, channel: string) {
  const rows = await store.db.selectFrom('outbox').selectAll().where('channel', '=', channel).orderBy('seq').execute();
  return rows.map(outboxRow).map((row) => {
    const message = decode<object>(row.type, row.contentType, row.body);
    expectContract(row.type, message);
    return { ...row, message };
  });
}

export const eventsOf = async (store: OrdersStore, orderId?: string) =>
  (await outboxOf(store, 'kafka'))
    .map(({ message }) => message as OrderEvent__Output)
    .filter((event) => orderId === undefined || event.orderId === orderId);

export const commandsOf = async (store: OrdersStore) =>
  (await outboxOf(store, 'rabbitmq')).map(({ destination, message }) => ({
    destination,
    ...(message as Partial<FulfilCommand__Output>),
  }));

/** An order book on a real store, whose peers answer over real gRPC. */
export async function openBook(
  open: TestOpen,
  peers: PeersFixture,
  over: { leaseMs?: number; maxAttempts?: number } = {},
) {
  const store = await open<OrdersDatabase>(migrations);
  const inventory = inventoryClient(peers.address, { deadlineMs: 1000 });
  const pricing = pricingClient(peers.address, { deadlineMs: 1000 });
  const failures: string[] = [];
  const orders = openOrders(
    store,
    { inventory, pricing },
    {
      leaseMs: 60_000,
      maxAttempts: 3,
      pollMs: 5,
      onFailure: (_id, _n, error) => failures.push(error.message),
      ...over,
    },
  );
  const calls = inventoryCalls(store, peers.address, 'test');

  const stateOf = async (orderId: string) => (await orders.get(orderId))?.order.state;
  return {
    store,
    orders,
    failures,
    stateOf,
    /** Starts the relay of durable calls, where a test wants them answered. */
    startCalls: () => calls.start!(),
    /** Makes a lease that was taken a while ago. */
    expireLeases: () => store.transaction((tx) => tx.updateTable('orders').set({ lease_until: 1 }).execute()),
    accepted: async (over: Partial<PlaceOrder> = {}) => (await orders.place(wish(over), soon())).order.order_id,
    /** Milestones in the order given, steps from `first`. */
    async milestones(orderId: string, outcomes: Outcome[], first = 1) {
      for (const [i, outcome] of outcomes.entries())
        await orders.applyMilestone(milestone(orderId, first + i, outcome));
    },
    async completed(over: Partial<PlaceOrder> = {}) {
      const orderId = await this.accepted(over);
      await this.milestones(orderId, ['paid', 'packed', 'shipped']);
      await until(async () => (await stateOf(orderId)) === 'completed');
      return orderId;
    },
    async close() {
      await calls.drain?.();
      await Promise.all([calls, inventory, pricing].map((way) => way.close?.()));
      await orders.idle();
    },
  };
}

export type Book = Awaited<ReturnType<typeof openBook>>;
