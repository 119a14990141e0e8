import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Milestone__Output } from '@parley/contracts/generated/parley/fulfilment/v1/Milestone';
import type { OrderEvent__Output } from '@parley/contracts/generated/parley/orders/v1/OrderEvent';
import { decode } from '@parley/marshalling';
import { kafkaClient, readLog } from '@parley/middleware/kafka';
import { connectRabbit } from '@parley/middleware/rabbitmq';
import { queues, topics } from '@parley/topology';
import { type LedgerView, readLedger } from './ledger';
import { openReader } from './readers';
import type { Sources } from './sources';
import { type ViewsContent, readViews } from './views';

/** A column as SQLite or PostgreSQL hands it out. */
type Integer = number | string;

export interface Snapshot {
  products: { sku: string; initial: Integer; available: Integer; reserved: Integer; sold: Integer }[];
  notices: { order_id: string }[];
  restocked: { sku: string; quantity: Integer }[];
  orders: {
    order_id: string;
    idempotency_key: string;
    customer: string | null;
    reference: string;
    country: string;
    placed_at: string;
    state: string;
    gross: Integer;
    refunded: Integer;
  }[];
  lines: { order_id: string; line: Integer; sku: string; quantity: Integer; gross: Integer }[];
  returns: { return_id: string; idempotency_key: string; state: string; refunded: Integer }[];
  returnParts: { return_id: string; order_id: string; sku: string; accepted: Integer; refund: Integer }[];
  /** What fulfilment has done with each order: how far it is, and how many milestones it has told. */
  fulfilled: { order_id: string; customer: string; phase: string; step: Integer }[];
  ledger: LedgerView;
  /** The cache and the search view. */
  views: ViewsContent;
  payments: { order_id: string; amount: Integer }[];
  refunds: { order_id: string; amount: Integer; kind: string }[];
  milestones: Pick<Milestone__Output, 'milestoneId' | 'orderId' | 'outcome' | 'step'>[];
  sales: { dimension: string; key: string; quantity: Integer; gross: Integer; orders: Integer }[];
  outboxes: { service: string; pending: number; dead: number }[];
  queues: { name: string; depth: number }[];
  /** Message-IDs without their brackets, one a file. */
  mails: string[];
  /** In the order of the log, partition by partition; doubled sends included. */
  log: OrderEvent__Output[];
}

const stores = ['orders', 'inventory', 'fulfilment', 'notifications', 'analytics'] as const;

/** What has not gone out of each store's outbox yet, and what never will by itself. */
export async function readOutboxes(sources: Sources): Promise<Snapshot['outboxes']> {
  return Promise.all(
    stores.map(async (service) => {
      const reader = await openReader(sources, service);
      const [found] = await reader.rows<{ pending: Integer; dead: Integer }>(
        `select coalesce(sum(case when sent_at is null and dead_reason is null then 1 else 0 end), 0) as pending,
                coalesce(sum(case when dead_reason is not null then 1 else 0 end), 0) as dead from outbox`,
      );
      await reader.close();
      return { service, pending: Number(found?.pending), dead: Number(found?.dead) };
    }),
  );
}

/** How many messages each queue holds, dead-letter queues included. */
export async function readQueues({ amqpUrl }: Sources): Promise<Snapshot['queues']> {
  const rabbit = await connectRabbit({ url: amqpUrl, name: 'balances' });
  try {
    const names = queues.flatMap((queue) => [queue.name, queue.deadLetters]);
    return await Promise.all(names.map(async (name) => ({ name, depth: await rabbit.depth(name) })));
  } finally {
    await rabbit.close();
  }
}

function readMails({ mailDir }: Sources): string[] {
  return ['new', 'cur'].flatMap((box) =>
    readdirSync(path.join(mailDir, box)).map((file) => {
      const head = readFileSync(path.join(mailDir, box, file), 'utf8').split(/\r?\n\r?\n/, 1)[0] ?? '';
      return /^message-id:\s*<([^>]+)>/im.exec(head)?.[1] ?? `${file} (no Message-ID)`;
    }),
  );
}

async function readOrderLog({ kafkaBrokers }: Sources): Promise<OrderEvent__Output[]> {
  const client = kafkaClient({ brokers: kafkaBrokers, clientId: 'balances' });
  const events: OrderEvent__Output[] = [];
  for await (const record of readLog(client, { topic: topics.orders.name, from: 'beginning' })) {
    events.push(
      decode('parley.orders.v1.OrderEvent', record.headers['content-type'] ?? 'application/x-protobuf', record.value),
    );
  }
  return events;
}

/** Reads everything once. Store by store, so a snapshot of a system at work may not add up: settle first. */
export async function takeSnapshot(sources: Sources): Promise<Snapshot> {
  const orders = await openReader(sources, 'orders');
  const inventory = await openReader(sources, 'inventory');
  const fulfilment = await openReader(sources, 'fulfilment');
  const analytics = await openReader(sources, 'analytics');
  try {
    const sent = await fulfilment.rows<{ type: string; content_type: string; body: Uint8Array }>(
      `select type, content_type, body from outbox where type = 'parley.fulfilment.v1.Milestone' order by seq`,
    );
    const [dead] = await analytics.rows<{ records: Integer }>('select count(*) as records from dead_records');
    return {
      products: await inventory.rows('select sku, initial, available, reserved, sold from products order by sku'),
      notices: await inventory.rows('select order_id from notices'),
      restocked: await inventory.rows('select sku, sum(quantity) as quantity from restock_lines group by sku'),
      orders: await orders.rows(
        'select order_id, idempotency_key, customer, reference, country, placed_at, state, gross, refunded from orders',
      ),
      lines: await orders.rows('select order_id, line, sku, quantity, gross from order_lines'),
      returns: await orders.rows('select return_id, idempotency_key, state, refunded from returns'),
      returnParts: await orders.rows(
        'select return_id, order_id, sku, accepted, refund from return_parts where accepted > 0',
      ),
      fulfilled: await fulfilment.rows('select order_id, customer, phase, step from orders'),
      ledger: await readLedger(sources),
      views: await readViews(sources),
      payments: await fulfilment.rows('select order_id, amount from payments'),
      refunds: await fulfilment.rows('select order_id, amount, kind from refunds'),
      milestones: sent.map((row) => decode<Milestone__Output>(row.type, row.content_type, row.body)),
      sales: await analytics.rows('select dimension, key, quantity, gross, orders from sales'),
      outboxes: await readOutboxes(sources),
      queues: [
        ...(await readQueues(sources)),
        { name: `${topics.orders.name}.log (dead records)`, depth: Number(dead?.records) },
      ],
      mails: readMails(sources),
      log: await readOrderLog(sources),
    };
  } finally {
    await Promise.all([orders, inventory, fulfilment, analytics].map((reader) => reader.close()));
  }
}
