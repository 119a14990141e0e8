import type { TraceHeaders } from '@parley/tracing';
import { sql } from 'kysely';
import type { Generated, Selectable, Transaction } from 'kysely';
import { currentTransaction } from './context';
import type { Store } from './store';
import { wake } from './wake';

/**
 * Sent rows stay: the orders service answers Watch from them, and the checker compares them with what has arrived. So a
 * store grows with its history.
 */
export interface MessagingTables {
  inbox: { id: string; at: string };
  outbox: OutboxTable;
  lease: { name: string; owner: string; token: string; beat: number };
}

export interface OutboxTable {
  seq: Generated<number>;
  id: string;
  channel: string;
  destination: string;
  key: string | null;
  type: string;
  content_type: string;
  body: Buffer;
  trace: string;
  headers: string;
  at: string;
  sent_at: string | null;
  attempts: Generated<number>;
  next_at: Generated<number>;
  last_error: string | null;
  dead_reason: string | null;
}

/** A message that has to leave the service. */
export interface OutboxMessage {
  /** The message's id, by which its receivers tell that they have seen it. */
  id: string;
  channel: 'rabbitmq' | 'kafka' | 'grpc' | 'smtp';
  /** In the channel's own words: `exchange/routing key`, a topic, `package.Service/Method`, an address. */
  destination: string;
  key?: string;
  /** Name of the proto message. */
  type: string;
  contentType: string;
  body: Buffer;
  trace?: TraceHeaders;
  headers?: Record<string, string>;
}

/** A stored message. `seq` counts up in the order of the commits. */
export interface OutboxRow extends OutboxMessage {
  seq: number;
  trace: TraceHeaders;
  headers: Record<string, string>;
  /** When it was enqueued, ISO UTC. */
  at: string;
  attempts: number;
}

export interface DeadOutboxRow extends OutboxRow {
  reason: string;
  cause: string;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any service's tables may stand beside these
type AnyTransaction = Transaction<any>;

/** A table row as a message. */
export function outboxRow(row: Selectable<OutboxTable>): OutboxRow {
  return {
    seq: row.seq,
    id: row.id,
    channel: row.channel as OutboxMessage['channel'],
    destination: row.destination,
    key: row.key ?? undefined,
    type: row.type,
    contentType: row.content_type,
    body: row.body,
    trace: JSON.parse(row.trace),
    headers: JSON.parse(row.headers),
    at: row.at,
    attempts: row.attempts,
  };
}

/**
 * Writes a message into the outbox: it leaves when, and only when, the transaction commits. The local relay of its
 * channel is woken by the commit. Throws outside a `Store.transaction`.
 */
export async function enqueue(tx: AnyTransaction, message: OutboxMessage): Promise<void> {
  const running = currentTransaction();
  if (!running) throw new Error('enqueue needs a Store.transaction');
  running.channels.add(message.channel);
  await tx
    .insertInto('outbox')
    .values({
      id: message.id,
      channel: message.channel,
      destination: message.destination,
      key: message.key ?? null,
      type: message.type,
      content_type: message.contentType,
      body: message.body,
      trace: JSON.stringify(message.trace ?? {}),
      headers: JSON.stringify(message.headers ?? {}),
      at: new Date().toISOString(),
    })
    .execute();
}

/**
 * True the first time that a message is seen, false ever after: the inbox. The answer holds if the transaction commits,
 * so the message's effect belongs into the same one.
 */
export async function firstSeen(
  tx: AnyTransaction,
  messageId: string,
  at = new Date().toISOString(),
): Promise<boolean> {
  const result = await tx
    .insertInto('inbox')
    .values({ id: messageId, at })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** How many rows are still to be sent, dead ones not counted; of one channel or of all. */
export async function outboxPending<DB>(store: Store<DB>, channel?: string): Promise<number> {
  const { db } = store as unknown as Store;
  let query = db.selectFrom('outbox').where('sent_at', 'is', null).where('dead_reason', 'is', null);
  if (channel) query = query.where('channel', '=', channel);
  const { n } = await query.select(sql<number>`count(*)`.as('n')).executeTakeFirstOrThrow();
  return n;
}

/** The rows that can never be sent, oldest first. */
export async function deadOutbox<DB>(store: Store<DB>, channel?: string, limit = 100): Promise<DeadOutboxRow[]> {
  const { db } = store as unknown as Store;
  let query = db.selectFrom('outbox').selectAll().where('dead_reason', 'is not', null);
  if (channel) query = query.where('channel', '=', channel);
  const rows = await query.orderBy('seq').limit(limit).execute();
  return rows.map((row) => ({ ...outboxRow(row), reason: row.dead_reason ?? '', cause: row.last_error ?? '' }));
}

/** Makes the oldest dead rows of a channel due again (`limit` 0: all); resolves with their number when that is committed. */
export async function redriveOutbox<DB>(store: Store<DB>, channel: string, limit = 0): Promise<number> {
  const plain = store as unknown as Store;
  const redriven = await plain.transaction(async (tx) => {
    let dead = tx
      .selectFrom('outbox')
      .select('seq')
      .where('channel', '=', channel)
      .where('dead_reason', 'is not', null)
      .orderBy('seq');
    if (limit > 0) dead = dead.limit(limit);
    const result = await tx
      .updateTable('outbox')
      .set({ dead_reason: null, attempts: 0, next_at: 0 })
      .where('seq', 'in', dead)
      .executeTakeFirst();
    return Number(result.numUpdatedRows);
  });
  wake(store, channel);
  return redriven;
}
