import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import { crashPoint, kindOf } from '@parley/faults';
import { detached, rpcError } from '@parley/middleware/grpc';
import { countries, isCountry } from '@parley/topology';
import { inject, tagOrder, withTrace } from '@parley/tracing';
import { storedTrace } from './messages';
import { type PricedLine, type WantedLine, isAnswered, mergeLines, outOfStock, totalsOf } from './order.domain';
import {
  type OrderRow,
  type OrdersStore,
  insertPending,
  readLines,
  readOrder,
  readOrderByKey,
  readOverdue,
  updateOrder,
  writePrices,
} from './orders.store';
import type { OrdersOptions, Peers, Shortage } from './peers';
import { advance } from './transition';

export interface PlaceOrder {
  key: string;
  customer: string;
  country: string;
  reference: string;
  /** ISO UTC; '' is now. */
  placedAt: string;
  lines: WantedLine[];
}

/** What two requests with one key must have in common. */
export const bodyHash = (body: object): string => createHash('sha256').update(JSON.stringify(body)).digest('hex');

/** Throws when a known key comes with another body: the caller means another order, or return, than the stored one. */
export function assertSameBody(key: string, stored: string, hash: string): void {
  if (stored === hash) return;
  throw rpcError('ALREADY_EXISTS', `the key ${key} was used with another body`, {
    reason: 'key-reused',
    metadata: { key },
  });
}

/** Throws for products that do not exist, naming each field. Nothing is stored of such an order. */
function assertKnown(lines: readonly WantedLine[], shortages: readonly Shortage[]): void {
  const unknown = new Set(shortages.filter((shortage) => shortage.unknown).map(({ sku }) => sku));
  if (unknown.size === 0) return;
  const fieldViolations = lines.flatMap(({ sku }, i) =>
    unknown.has(sku) ? [{ field: `lines[${i}].sku`, description: `no product has the sku ${sku}` }] : [],
  );
  throw rpcError('INVALID_ARGUMENT', 'unknown products', { reason: 'unknown-sku', fieldViolations });
}

/** Throws for a country that nothing can be sent to. Nothing is stored of such an order. */
function assertCountry(country: string): void {
  if (isCountry(country)) return;
  const description = `no VAT rate is known for ${country}; one is for ${countries.join(', ')}`;
  throw rpcError('INVALID_ARGUMENT', `unknown country ${country}`, {
    reason: 'unknown-country',
    fieldViolations: [{ field: 'country', description }],
  });
}

/** Milliseconds before an order that failed to be placed is tried again: doubling from a quarter of a second. */
const retryAfterMs = (attempt: number) => Math.min(250 * 2 ** (attempt - 1), 8000);

/**
 * Placing an order, in this order:
 *  1. a key that is known: its order, once it is answered; another body under it is refused;
 *  2. a country without a VAT rate, and by inventory.CheckStock products that do not exist: bad input, nothing is stored;
 *  3. commit `pending`, with a lease for whoever is placing it;
 *  4. short already: commit `rejected` (no Reserve has gone out: the lease is this attempt's, and it is the first);
 *  5. pricing.Quote, 6. inventory.Reserve (idempotent by order id), 7. commit `accepted` or `rejected`.
 * From 3 on the order is placed whatever becomes of the caller or of this process: the sweep goes on at 5 with what is
 * pending past its lease. Two attempts may overlap; inventory answers both alike, and the first commit counts.
 */
export function placing(store: OrdersStore, { inventory, pricing }: Peers, options: OrdersOptions) {
  const { leaseMs, maxAttempts, pollMs } = options;
  const running = new Set<Promise<void>>();

  const isPending = (order: OrderRow | undefined): order is OrderRow => order?.state === 'pending';
  const isMine = (order: OrderRow | undefined, attempt: number): order is OrderRow =>
    isPending(order) && order.attempts === attempt;

  /** No Reserve can have gone out: rejected at once. */
  const reject = (orderId: string, reason: string) =>
    store.transaction(async (tx) => {
      const order = await readOrder(tx, orderId);
      if (isMine(order, 1)) await advance(tx, order, 'refused', { reason });
    });

  /** A Reserve may be on its way: rejected when inventory has acknowledged its release. */
  const giveUp = (orderId: string, reason: string) =>
    store.transaction(async (tx) => {
      const order = await readOrder(tx, orderId);
      if (isPending(order)) await advance(tx, order, 'gaveUp', { reason });
    });

  async function accept(orderId: string, lines: readonly PricedLine[]): Promise<boolean> {
    return store.transaction(async (tx) => {
      const order = await readOrder(tx, orderId);
      if (!isPending(order)) return false;
      await writePrices(tx, orderId, lines);
      const { net, vat, gross, parcels } = totalsOf(lines);
      await updateOrder(tx, orderId, { net, vat, gross, parcels });
      const sums = { net: Number(net), vat: Number(vat), gross: Number(gross), parcels };
      await advance(tx, { ...order, ...sums }, 'reserved');
      return true;
    });
  }

  const refuse = (orderId: string, shortages: readonly Shortage[]) =>
    store.transaction(async (tx) => {
      const order = await readOrder(tx, orderId);
      if (isPending(order)) await advance(tx, order, 'refused', { reason: outOfStock(shortages) });
    });

  async function failed(orderId: string, attempt: number, error: Error): Promise<void> {
    options.onFailure(orderId, attempt, error);
    if (attempt >= maxAttempts) return void (await giveUp(orderId, `could not be placed: ${error.message}`));
    await store.transaction(async (tx) => {
      if (!isMine(await readOrder(tx, orderId), attempt)) return;
      await updateOrder(tx, orderId, { lease_until: Date.now() + retryAfterMs(attempt) });
    });
  }

  /** Steps 5 to 7. Never rejects for what the peers do: what failed is tried again, or given up, by the sweep. */
  async function attemptOnce(orderId: string, country: string, attempt: number): Promise<void> {
    const lines = await readLines(store.db, orderId);
    let priced: PricedLine[];
    try {
      priced = await pricing.quote(orderId, country, lines);
    } catch (error) {
      if (kindOf(error) !== 'fatal') return failed(orderId, attempt, error as Error);
      const reason = `cannot be priced: ${(error as Error).message}`;
      return void (await (attempt === 1 ? reject(orderId, reason) : giveUp(orderId, reason)));
    }
    crashPoint('orders.place.quoted');
    try {
      const { reserved, released, shortages } = await inventory.reserve(orderId, lines);
      crashPoint('orders.place.reserved');
      // Released: an attempt that overlapped has given up, and has stored that.
      if (released) return;
      if (!reserved) return void (await refuse(orderId, shortages));
      if (await accept(orderId, priced)) crashPoint('orders.place.accepted');
    } catch (error) {
      if (kindOf(error) !== 'fatal') return failed(orderId, attempt, error as Error);
      await giveUp(orderId, `cannot be reserved: ${(error as Error).message}`);
    }
  }

  /** Placing goes on when the caller leaves: its deadline and cancellation are not inherited. */
  function attempt(order: Pick<OrderRow, 'order_id' | 'country'>, count: number): Promise<void> {
    const work = detached(() => attemptOnce(order.order_id, order.country, count)).finally(() => running.delete(work));
    running.add(work);
    return work;
  }

  /** The order once it is answered; UNAVAILABLE when it is not by `deadline` (ms since 1970). */
  async function answered(orderId: string, deadline: number): Promise<OrderRow> {
    for (;;) {
      const order = await readOrder(store.db, orderId);
      if (order && isAnswered(order)) return order;
      if (Date.now() + pollMs >= deadline) {
        throw rpcError('UNAVAILABLE', `order ${orderId} is still being placed: ask again with the same key`, {
          reason: 'still-pending',
          metadata: { order_id: orderId },
        });
      }
      await delay(pollMs);
    }
  }

  async function place(wish: PlaceOrder, deadline: number): Promise<{ order: OrderRow; repeated: boolean }> {
    const { key, customer, country, reference, placedAt } = wish;
    const hash = bodyHash([customer, country, reference, placedAt, wish.lines.map((l) => [l.sku, l.quantity])]);
    const known = async () => {
      const order = await readOrderByKey(store.db, key);
      if (!order) return undefined;
      assertSameBody(key, order.body_hash, hash);
      tagOrder(order.order_id);
      return { order: await answered(order.order_id, deadline), repeated: true };
    };

    const before = await known();
    if (before) return before;

    assertCountry(country);
    const lines = mergeLines(wish.lines);
    const shortages = await inventory.checkStock(lines);
    assertKnown(wish.lines, shortages);

    const orderId = uuid();
    tagOrder(orderId);
    const now = new Date().toISOString();
    const { traceparent = '', tracestate = '' } = inject();
    const isNew = await store.transaction((tx) =>
      insertPending(
        tx,
        {
          order_id: orderId,
          idempotency_key: key,
          body_hash: hash,
          customer,
          country,
          reference,
          placed_at: placedAt || now,
          created_at: now,
          lease_until: Date.now() + leaseMs,
          traceparent,
          tracestate,
        },
        lines,
      ),
    );
    if (!isNew) return (await known())!;
    crashPoint('orders.place.pending');

    if (shortages.length > 0) await reject(orderId, outOfStock(shortages));
    else await attempt({ order_id: orderId, country }, 1);
    return { order: await answered(orderId, deadline), repeated: false };
  }

  /** Takes over what nobody is placing any more; resolves when those attempts have ended, with their number. */
  async function sweep(): Promise<number> {
    const now = Date.now();
    const taken = await store.transaction(async (tx) => {
      const overdue = await readOverdue(tx, now, 16);
      for (const order of overdue) {
        await updateOrder(tx, order.order_id, { attempts: order.attempts + 1, lease_until: now + leaseMs });
      }
      return overdue;
    });
    if (taken.length > 0) crashPoint('orders.sweep.taken');
    await Promise.all(
      taken.map((order) =>
        withTrace(storedTrace(order), () =>
          order.attempts >= maxAttempts
            ? giveUp(order.order_id, `could not be placed in ${order.attempts} attempts`)
            : attempt(order, order.attempts + 1),
        ),
      ),
    );
    return taken.length;
  }

  return {
    place,
    answered,
    sweep,
    /** Resolves when no order is being placed by this process. */
    idle: async () => void (await Promise.allSettled([...running])),
  };
}
