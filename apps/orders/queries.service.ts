import { setTimeout as delay } from 'node:timers/promises';
import type { OrderEvent__Output } from '@parley/contracts/generated/parley/orders/v1/OrderEvent';
import { decode } from '@parley/marshalling';
import {
  type LineRow,
  type OrderRow,
  type OrdersStore,
  type Page,
  type TimelineRow,
  readLines,
  readOrder,
  readOrderEvents,
  readPage,
  readTimeline,
} from './orders.store';

export interface OrderView {
  order: OrderRow;
  lines: LineRow[];
  timeline: TimelineRow[];
}

/** A place in the list: opaque to callers. */
export const cursorOf = ({ created_at, order_id }: OrderRow): string =>
  Buffer.from(`${created_at} ${order_id}`).toString('base64url');

/** Undefined where it is none of ours. */
export function readCursor(cursor: string): Page['after'] | undefined {
  const [createdAt, orderId, ...rest] = Buffer.from(cursor, 'base64url').toString().split(' ');
  return createdAt && orderId && rest.length === 0 ? { createdAt, orderId } : undefined;
}

export function querying(store: OrdersStore, { pollMs }: { pollMs: number }) {
  return {
    async get(orderId: string): Promise<OrderView | undefined> {
      const order = await readOrder(store.db, orderId);
      if (!order) return undefined;
      return {
        order,
        lines: await readLines(store.db, orderId),
        timeline: await readTimeline(store.db, orderId),
      };
    },

    /** Newest first, without lines and timelines. `next` is '' when there are no more. */
    async list(page: Page): Promise<{ orders: OrderRow[]; next: string }> {
      const found = await readPage(store.db, { ...page, limit: page.limit + 1 });
      const orders = found.slice(0, page.limit);
      return { orders, next: found.length > page.limit ? cursorOf(orders.at(-1)!) : '' };
    },

    /**
     * Every order event after `sequence`, in the order of the commits, then live until `signal` aborts. Each once, none
     * left out: the store's sequence becomes visible in its order.
     */
    async *watch(
      sequence: number,
      signal: AbortSignal,
    ): AsyncGenerator<{ sequence: number; event: OrderEvent__Output }> {
      let last = sequence;
      while (!signal.aborted) {
        const rows = await readOrderEvents(store.db, last, 200);
        for (const { seq, type, content_type, body } of rows) {
          last = seq;
          yield { sequence: seq, event: decode<OrderEvent__Output>(type, content_type, body) };
        }
        if (rows.length === 0) await delay(pollMs, undefined, { signal }).catch(() => undefined);
      }
    },
  };
}
