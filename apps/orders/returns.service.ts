import { v7 as uuid } from 'uuid';
import { crashPoint } from '@parley/faults';
import { inject } from '@parley/tracing';
import { callRestock, sendRefund } from './messages';
import { type WantedLine, mergeLines } from './order.domain';
import { type OrdersStore, type Tx, readLines, readOrder } from './orders.store';
import type { Peers } from './peers';
import { assertSameBody, bodyHash } from './place.service';
import { amountsByOrder, matchReturn, refundsOf } from './returns.domain';
import {
  type ReturnPartRow,
  type ReturnRow,
  insertRefund,
  insertReturn,
  markRefunded,
  readBought,
  readParts,
  readRefunds,
  readReturn,
  readReturnByKey,
  updateReturn,
} from './returns.store';
import { type Told, advance, lineMessage } from './transition';

export interface PlaceReturn {
  key: string;
  customer: string;
  lines: WantedLine[];
}

/** When the last refund of a return is in, its pieces go back to the shelf. */
async function restockWhenRefunded(tx: Tx, returned: ReturnRow): Promise<void> {
  const refunds = await readRefunds(tx, returned.return_id);
  if (refunds.some(({ done }) => done === 0)) return;
  const accepted = (await readParts(tx, returned.return_id)).filter((part) => part.accepted > 0);
  const lines = mergeLines(accepted.map((part) => ({ sku: part.sku, quantity: part.accepted })));
  await callRestock(tx, returned, lines);
}

/** Fulfilment has given back what a return is due for one order. A cancel's refund names no return. */
export async function refundDone(tx: Tx, returnId: string, orderId: string): Promise<void> {
  const returned = await readReturn(tx, returnId);
  if (!returned || returned.state === 'completed') return;
  const refund = (await readRefunds(tx, returnId)).find((each) => each.order_id === orderId);
  if (!refund || refund.done === 1) return;
  await markRefunded(tx, returnId, orderId);
  await updateReturn(tx, returnId, { refunded: returned.refunded + refund.amount });
  await restockWhenRefunded(tx, returned);
}

const sum = (parts: readonly ReturnPartRow[], of: (part: ReturnPartRow) => number): bigint =>
  parts.reduce((total, part) => total + BigInt(of(part)), 0n);

/** What a `returned` event tells of one order: only what came back, with its refund. */
async function told(tx: Tx, orderId: string, parts: readonly ReturnPartRow[]): Promise<Told> {
  const bought = new Map((await readLines(tx, orderId)).map((line) => [line.line, line]));
  const [net, gross] = [sum(parts, (part) => part.net), sum(parts, (part) => part.refund)];
  const lines = parts.map((part) => ({
    ...lineMessage({ ...bought.get(part.order_line)!, discount: 0, parcels: 0, returned: part.accepted }),
    quantity: part.accepted,
    net: String(part.net),
    vat: String(part.refund - part.net),
    gross: String(part.refund),
  }));
  return { lines, net, vat: gross - net, gross };
}

/** Inventory has acknowledged the restock: the return is completed, and told order by order. */
export async function restocked(tx: Tx, returnId: string): Promise<void> {
  const returned = await readReturn(tx, returnId);
  if (!returned || returned.state === 'completed') return;
  await updateReturn(tx, returnId, { state: 'completed' });
  const parts = (await readParts(tx, returnId)).filter((part) => part.accepted > 0);
  for (const orderId of new Set(parts.map((part) => part.order_id))) {
    const order = await readOrder(tx, orderId);
    const ofOrder = parts.filter((part) => part.order_id === orderId);
    await advance(tx, order!, 'returned', { note: `return ${returnId}`, told: await told(tx, orderId, ofOrder) });
  }
}

export interface ReturnView {
  row: ReturnRow;
  parts: ReturnPartRow[];
}

/**
 * Returns: matched when they are placed, in one transaction; then a refund an order by fulfilment, then one restock by
 * inventory. What is matched is out of reach of other returns from the first transaction on.
 */
export function takingReturns(store: OrdersStore, { inventory }: Pick<Peers, 'inventory'>) {
  const view = async (row: ReturnRow): Promise<ReturnView> => ({
    row,
    parts: await readParts(store.db, row.return_id),
  });

  async function knownReturn(key: string, hash: string) {
    const row = await readReturnByKey(store.db, key);
    if (row) assertSameBody(key, row.body_hash, hash);
    return row && { ...(await view(row)), repeated: true };
  }

  /** Writes the return and what it leads to; undefined where its key is taken. */
  const write = (wish: PlaceReturn, hash: string, unknown: ReadonlySet<string>) =>
    store.transaction(async (tx) => {
      if (await readReturnByKey(tx, wish.key)) return undefined;
      const { customer, lines } = wish;
      const asked = lines.map(({ sku, quantity }, i) => ({ line: i + 1, sku, quantity }));
      const bought = await readBought(
        tx,
        customer,
        mergeLines(lines).map(({ sku }) => sku),
      );
      const parts = matchReturn(customer, asked, bought, (sku) => !unknown.has(sku));
      const amounts = amountsByOrder(refundsOf(parts));
      const { traceparent = '', tracestate = '' } = inject();
      const row: ReturnRow = {
        return_id: uuid(),
        idempotency_key: wish.key,
        body_hash: hash,
        customer,
        state: amounts.size === 0 ? 'completed' : 'pending',
        refunded: 0,
        created_at: new Date().toISOString(),
        traceparent,
        tracestate,
      };
      await insertReturn(tx, row, parts);
      for (const [orderId, amount] of amounts) {
        // What cost nothing gives nothing back: fulfilment is not asked.
        await insertRefund(tx, row.return_id, orderId, amount, amount === 0n ? 1 : 0);
        if (amount === 0n) continue;
        const order = (await readOrder(tx, orderId))!;
        await sendRefund(tx, order, { kind: 'return', returnId: row.return_id, amount });
      }
      if (amounts.size > 0) await restockWhenRefunded(tx, row);
      return row;
    });

  return {
    /** Idempotent by key; what is not accepted is in the answer, with its reason. */
    async placeReturn(wish: PlaceReturn): Promise<ReturnView & { repeated: boolean }> {
      const { key, customer, lines } = wish;
      const hash = bodyHash([customer, lines.map(({ sku, quantity }) => [sku, quantity])]);
      const known = await knownReturn(key, hash);
      if (known) return known;
      const shortages = await inventory.checkStock(mergeLines(lines));
      const unknown = new Set(shortages.filter((shortage) => shortage.unknown).map(({ sku }) => sku));
      const row = await write(wish, hash, unknown);
      if (!row) return (await knownReturn(key, hash))!;
      crashPoint('orders.return.committed');
      return { ...(await view(row)), repeated: false };
    },

    async getReturn(returnId: string): Promise<ReturnView | undefined> {
      const row = await readReturn(store.db, returnId);
      return row && view(row);
    },
  };
}
