import { Fatal, crashPoint } from '@parley/faults';
import { firstSeen } from '@parley/store';
import {
  type InventoryStore,
  type NewProduct,
  type Tx,
  addProducts,
  claimReservation,
  claimRestock,
  levelsOf,
  move,
  readProducts,
  readReservation,
  reservedLines,
  writeNotice,
  writeReservation,
  writeReservedLines,
} from './inventory.store';
import {
  type Decision,
  type ReservationState,
  type Shortage,
  type StockLine,
  mergeLines,
  release,
  reserve,
  restock,
  ship,
  shortagesOf,
} from './stock.domain';

export interface ReserveAnswer {
  reserved: boolean;
  released: boolean;
  shortages: Shortage[];
}

export interface Notice {
  noticeId: string;
  orderId: string;
  parcels: number;
}

export type Inventory = ReturnType<typeof openInventory>;

const refusals = {
  'not-reserved': 'nothing is reserved for this order',
  'already-shipped': 'this order has been shipped',
};

/** The warehouse. Every change is one transaction, and has its effect once, however often it is asked for. */
export function openInventory(store: InventoryStore, now = () => new Date().toISOString()) {
  const skusOf = (lines: readonly StockLine[]) => lines.map(({ sku }) => sku);

  /** Ship and Release: what `decide` makes of the reservation as it is. */
  async function change(
    tx: Tx,
    orderId: string,
    decide: (state: ReservationState | undefined, lines: readonly StockLine[]) => Decision,
  ) {
    const state = (await readReservation(tx, orderId))?.state;
    const decision = decide(state, await reservedLines(tx, orderId));
    if ('refused' in decision) {
      throw new Fatal(`${orderId}: ${refusals[decision.refused]}`, { reason: decision.refused, detail: { orderId } });
    }
    if (decision.state === state) return;
    await move(tx, decision.moves);
    await writeReservation(tx, orderId, decision.state);
  }

  return {
    /** Adds unknown products with their stock; changes no known one. */
    loadProducts: (products: readonly NewProduct[]): Promise<number> =>
      products.length === 0 ? Promise.resolve(0) : store.transaction((tx) => addProducts(tx, products)),

    /** A page by sku; `nextSku` is the last one of it, '' when there are no more. */
    async listProducts(page: { afterSku: string; limit: number; search: string }) {
      const found = await readProducts(store.db, { ...page, limit: page.limit + 1 });
      const products = found.slice(0, page.limit);
      return { products, nextSku: found.length > page.limit ? products.at(-1)!.sku : '' };
    },

    /** What would be short now. Advice only: nothing is kept for the caller. */
    async checkStock(lines: readonly StockLine[]): Promise<Shortage[]> {
      const wanted = mergeLines(lines);
      return wanted.length === 0 ? [] : shortagesOf(wanted, await levelsOf(store.db, skusOf(wanted)));
    },

    /** All lines or none; the first answer for an order is its answer for ever, until it is released. */
    async reserve(orderId: string, lines: readonly StockLine[]): Promise<ReserveAnswer> {
      const wanted = mergeLines(lines);
      const answer = await store.transaction(async (tx): Promise<ReserveAnswer> => {
        if (!(await claimReservation(tx, orderId, 'reserved', now()))) {
          const { state, shortages } = (await readReservation(tx, orderId))!;
          return { reserved: state === 'reserved' || state === 'shipped', released: state === 'released', shortages };
        }
        const decision = reserve(wanted, await levelsOf(tx, skusOf(wanted)));
        if (decision.shortages.length > 0) {
          await writeReservation(tx, orderId, 'refused', decision.shortages);
          return { reserved: false, released: false, shortages: decision.shortages };
        }
        await move(tx, decision.moves);
        await writeReservedLines(tx, orderId, wanted);
        return { reserved: true, released: false, shortages: [] };
      });
      crashPoint('inventory.reserve.committed');
      return answer;
    },

    /** Reserved becomes sold. Throws Fatal `not-reserved` where nothing is. */
    async ship(orderId: string): Promise<void> {
      await store.transaction((tx) => change(tx, orderId, ship));
      crashPoint('inventory.ship.committed');
    },

    /** Reserved becomes available; before Reserve, its late coming is refused. Throws Fatal `already-shipped`. */
    async release(orderId: string): Promise<void> {
      await store.transaction(async (tx) => {
        if (await claimReservation(tx, orderId, 'released', now())) return;
        await change(tx, orderId, release);
      });
      crashPoint('inventory.release.committed');
    },

    /** Sold becomes available again, once a return. Throws Fatal `not-sold` where that much never was. */
    async restock(returnId: string, lines: readonly StockLine[]): Promise<void> {
      const wanted = mergeLines(lines);
      await store.transaction(async (tx) => {
        if (!(await claimRestock(tx, returnId, now(), wanted))) return;
        const levels = await levelsOf(tx, skusOf(wanted));
        for (const { sku, quantity } of wanted) {
          if ((levels.get(sku)?.sold ?? 0) >= quantity) continue;
          throw new Fatal(`${returnId}: not so many of ${sku} were sold`, { reason: 'not-sold', detail: { sku } });
        }
        await move(tx, restock(wanted));
      });
      crashPoint('inventory.restock.committed');
    },

    /** Packing's word to the warehouse desk, recorded once by its id. */
    async recordNotice({ noticeId, orderId, parcels }: Notice): Promise<void> {
      await store.transaction(async (tx) => {
        if (!(await firstSeen(tx, noticeId))) return;
        await writeNotice(tx, { notice_id: noticeId, order_id: orderId, parcels, at: now() });
      });
      crashPoint('inventory.notice.committed');
    },
  };
}
