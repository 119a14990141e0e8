import { sql } from 'kysely';
import type { Store, StoreTransaction } from '@parley/store';
import type { InventoryDatabase } from './migrations';
import type { Level, Move, ReservationState, Shortage, StockLine } from './stock.domain';

export type InventoryStore = Store<InventoryDatabase>;
type Db = InventoryStore['db'];
export type Tx = StoreTransaction<InventoryDatabase>;

export interface Reservation {
  state: ReservationState;
  shortages: Shortage[];
}

export interface StockLevel extends Level {
  sold: number;
}

/** Levels of `skus`; without those that do not exist. Within a transaction they stay so until it ends. */
export async function levelsOf(db: Db | Tx, skus: readonly string[]): Promise<Map<string, StockLevel>> {
  if (skus.length === 0) return new Map();
  const rows = await db
    .selectFrom('products')
    .select(['sku', 'available', 'unlimited', 'sold'])
    .where('sku', 'in', skus)
    .execute();
  return new Map(
    rows.map(({ sku, available, unlimited, sold }) => [sku, { available, unlimited: unlimited === 1, sold }]),
  );
}

/** Applies all moves in one statement; throws when a product is missing. */
export async function move(tx: Tx, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return;
  const rows = moves.map(
    (m) => sql`(${m.sku}, cast(${m.available} as bigint), cast(${m.reserved} as bigint), cast(${m.sold} as bigint))`,
  );
  const { numAffectedRows } = await sql`
    with moves (sku, available, reserved, sold) as (values ${sql.join(rows)})
    update products
    set available = products.available + moves.available,
        reserved = products.reserved + moves.reserved,
        sold = products.sold + moves.sold
    from moves where products.sku = moves.sku`.execute(tx);
  if (numAffectedRows !== BigInt(moves.length)) throw new Error(`${numAffectedRows} of ${moves.length} products moved`);
}

/** True for the one transaction that creates the reservation. */
export async function claimReservation(
  tx: Tx,
  order_id: string,
  state: ReservationState,
  at: string,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await tx
    .insertInto('reservations')
    .values({ order_id, state, shortages: '[]', at })
    .onConflict((conflict) => conflict.column('order_id').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows > 0n;
}

export async function readReservation(tx: Tx, orderId: string): Promise<Reservation | undefined> {
  const row = await tx
    .selectFrom('reservations')
    .select(['state', 'shortages'])
    .where('order_id', '=', orderId)
    .executeTakeFirst();
  return row && { state: row.state, shortages: JSON.parse(row.shortages) as Shortage[] };
}

export const writeReservation = (tx: Tx, order_id: string, state: ReservationState, shortages: Shortage[] = []) =>
  tx
    .updateTable('reservations')
    .set({ state, shortages: JSON.stringify(shortages) })
    .where('order_id', '=', order_id)
    .execute();

export const reservedLines = (tx: Tx, orderId: string): Promise<StockLine[]> =>
  tx.selectFrom('reservation_lines').select(['sku', 'quantity']).where('order_id', '=', orderId).execute();

export const writeReservedLines = (tx: Tx, order_id: string, lines: readonly StockLine[]) =>
  tx
    .insertInto('reservation_lines')
    .values(lines.map(({ sku, quantity }) => ({ order_id, sku, quantity })))
    .execute();

/** True for the one transaction that restocks this return. */
export async function claimRestock(
  tx: Tx,
  return_id: string,
  at: string,
  lines: readonly StockLine[],
): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await tx
    .insertInto('restocks')
    .values({ return_id, at })
    .onConflict((conflict) => conflict.column('return_id').doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 0n) return false;
  await tx
    .insertInto('restock_lines')
    .values(lines.map(({ sku, quantity }) => ({ return_id, sku, quantity })))
    .execute();
  return true;
}

export interface NewProduct {
  sku: string;
  name: string;
  unitPrice: number;
  unlimited: boolean;
  initial: number;
}

/** Adds those that are not there; returns how many. A few statements: a database takes only so many values in one. */
export async function addProducts(tx: Tx, products: readonly NewProduct[]): Promise<number> {
  let added = 0n;
  for (let from = 0; from < products.length; from += 500) {
    const { numInsertedOrUpdatedRows = 0n } = await tx
      .insertInto('products')
      .values(
        products.slice(from, from + 500).map(({ sku, name, unitPrice, unlimited, initial }) => ({
          sku,
          name,
          unit_price: unitPrice,
          unlimited: unlimited ? 1 : 0,
          initial,
          available: initial,
          reserved: 0,
          sold: 0,
        })),
      )
      .onConflict((conflict) => conflict.column('sku').doNothing())
      .executeTakeFirstOrThrow();
    added += numInsertedOrUpdatedRows;
  }
  return Number(added);
}

/** Products by sku after `afterSku`; `search` is looked for in sku and name, whatever its case. */
export function readProducts(db: Db, { afterSku, limit, search }: { afterSku: string; limit: number; search: string }) {
  const pattern = `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  return db
    .selectFrom('products')
    .selectAll()
    .where('sku', '>', afterSku)
    .$if(search !== '', (query) =>
      query.where(sql<boolean>`(lower(sku) like ${pattern} escape '\\' or lower(name) like ${pattern} escape '\\')`),
    )
    .orderBy('sku')
    .limit(limit)
    .execute();
}

export const writeNotice = (tx: Tx, notice: InventoryDatabase['notices']) =>
  tx
    .insertInto('notices')
    .values(notice)
    .onConflict((conflict) => conflict.column('notice_id').doNothing())
    .execute();
