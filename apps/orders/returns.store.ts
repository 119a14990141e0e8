import type { Selectable } from 'kysely';
import type { RefundsTable, ReturnPartsTable, ReturnsTable } from './migrations';
import type { OrdersStore, Tx } from './orders.store';
import type { BoughtLine, ReturnPart } from './returns.domain';

type Db = OrdersStore['db'] | Tx;
export type ReturnRow = Selectable<ReturnsTable>;
export type ReturnPartRow = Selectable<ReturnPartsTable>;

export const readReturn = (db: Db, returnId: string): Promise<ReturnRow | undefined> =>
  db.selectFrom('returns').selectAll().where('return_id', '=', returnId).executeTakeFirst();

export const readReturnByKey = (db: Db, key: string): Promise<ReturnRow | undefined> =>
  db.selectFrom('returns').selectAll().where('idempotency_key', '=', key).executeTakeFirst();

export const readParts = (db: Db, returnId: string): Promise<ReturnPartRow[]> =>
  db.selectFrom('return_parts').selectAll().where('return_id', '=', returnId).orderBy('part').execute();

/** What a customer has bought of `skus` in completed orders, newest order first. */
export async function readBought(tx: Tx, customer: string, skus: readonly string[]): Promise<BoughtLine[]> {
  if (customer === '' || skus.length === 0) return [];
  const rows = await tx
    .selectFrom('orders')
    .innerJoin('order_lines', 'order_lines.order_id', 'orders.order_id')
    .select([
      'order_lines.order_id',
      'order_lines.line',
      'order_lines.sku',
      'order_lines.quantity',
      'order_lines.returned',
      'order_lines.net',
      'order_lines.gross',
    ])
    .where('orders.customer', '=', customer)
    .where('orders.state', '=', 'completed')
    .where('order_lines.sku', 'in', skus)
    .orderBy('orders.placed_at', 'desc')
    .orderBy('orders.order_id', 'desc')
    .execute();
  return rows.map(({ order_id, net, gross, ...row }) => ({
    ...row,
    orderId: order_id,
    net: BigInt(net),
    gross: BigInt(gross),
  }));
}

/** Stores a return with its parts; the pieces that are matched can't be matched again. */
export async function insertReturn(tx: Tx, row: ReturnRow, parts: readonly ReturnPart[]): Promise<void> {
  await tx.insertInto('returns').values(row).execute();
  await tx
    .insertInto('return_parts')
    .values(
      parts.map((part, i) => ({
        return_id: row.return_id,
        part: i + 1,
        line: part.line,
        sku: part.sku,
        quantity: part.quantity,
        accepted: part.accepted,
        ...('refund' in part
          ? {
              order_id: part.refund.orderId,
              order_line: part.refund.orderLine,
              net: part.refund.net,
              refund: part.refund.gross,
              reason: '',
            }
          : { order_id: '', order_line: 0, net: 0, refund: 0, reason: part.reason }),
      })),
    )
    .execute();
  for (const part of parts) {
    if (!('refund' in part)) continue;
    const { orderId, orderLine, quantity } = part.refund;
    await tx
      .updateTable('order_lines')
      .set(({ eb }) => ({ returned: eb('returned', '+', quantity) }))
      .where('order_id', '=', orderId)
      .where('line', '=', orderLine)
      .execute();
  }
}

export const updateReturn = (tx: Tx, returnId: string, change: Partial<Pick<ReturnRow, 'state' | 'refunded'>>) =>
  tx.updateTable('returns').set(change).where('return_id', '=', returnId).execute();

export const readRefunds = (tx: Tx, returnId: string): Promise<Selectable<RefundsTable>[]> =>
  tx.selectFrom('refunds').selectAll().where('return_id', '=', returnId).orderBy('order_id').execute();

export const insertRefund = (tx: Tx, return_id: string, order_id: string, amount: bigint, done: 0 | 1) =>
  tx.insertInto('refunds').values({ return_id, order_id, amount, done }).execute();

export const markRefunded = (tx: Tx, returnId: string, orderId: string) =>
  tx
    .updateTable('refunds')
    .set({ done: 1 })
    .where('return_id', '=', returnId)
    .where('order_id', '=', orderId)
    .execute();
