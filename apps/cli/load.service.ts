import type { Invoice } from './demand.domain';
import { follow } from './events.http';
import type { Gateway } from './gateway.http';
import { exitCodes, Failure } from './failures';
import type { Order } from './orders.command';
import { persistently } from './retry';
import type { Return } from './returns.command';
import { schedule } from './schedule.domain';
import { isFinal, openTally, type Tally } from './tally';

export interface LoadSpec {
  gateway: Gateway;
  invoices: Invoice[];
  /** Requests under way at once. */
  concurrency: number;
  /** Orders a second, at most. */
  rate: number;
  /** Milliseconds without any progress, after which it gives up. */
  patienceMs: number;
  signal: AbortSignal;
  onProgress(tally: Tally): void;
}

const TICK_MS = 250;
const ASK_AFTER_MS = 5_000;
const ASK_AT_ONCE = 20;

const linesOf = ({ lines }: Invoice) => lines.map(({ sku, quantity }) => ({ sku, quantity: Math.abs(quantity) }));

/**
 * Places invoices through the gateway, the invoice number being the key, and resolves when every order is final and
 * every return completed; or when nothing moved for `patienceMs`, with what is not final counted. Rejects only when the
 * system can't be reached for that long.
 */
export async function load(spec: LoadSpec): Promise<Tally> {
  const { gateway, invoices, concurrency, rate, patienceMs } = spec;
  const plan = schedule(invoices);
  const orders = invoices.filter(({ kind }) => kind === 'order').length;
  const tally = openTally(orders, invoices.length - orders);
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, spec.signal]);
  const told = new Map<string, string>();
  const openOrders = new Map<string, number>();
  const openReturns = new Set<string>();
  let [underWay, moved, nextAt] = [0, Date.now(), Date.now()];
  let asking = false;

  return new Promise<Tally>((resolve, reject) => {
    const ticker = setInterval(tick, TICK_MS);
    signal.addEventListener('abort', () => finish());
    listen().catch(fail);
    pump();

    function finish(): void {
      clearInterval(ticker);
      stop.abort();
      resolve(tally.snapshot());
    }
    function fail(error: unknown): void {
      reject(error);
      finish();
    }
    function post<T>(path: string, body: object, key: string) {
      return persistently(() => gateway.post<T>(path, body, key), { limitMs: patienceMs, signal });
    }

    function settle(orderId: string, state: string): void {
      const index = openOrders.get(orderId);
      if (index === undefined) return;
      openOrders.delete(orderId);
      tally.final(state);
      plan.settled(index);
      moved = Date.now();
    }
    async function placeOrder(invoice: Invoice, index: number): Promise<void> {
      const { customer, country, placedAt, invoice: reference } = invoice;
      const about = { customer: customer ?? undefined, country, placedAt, reference, lines: linesOf(invoice) };
      const { status, body } = await post<Order>('/api/orders', about, reference);
      tally.placed(status === 200);
      openOrders.set(body.id, index);
      const state = isFinal(body.state) ? body.state : told.get(body.id);
      if (state) settle(body.id, state);
    }
    async function placeReturn(invoice: Invoice): Promise<void> {
      const about = { customer: invoice.customer ?? undefined, lines: linesOf(invoice) };
      const { body } = await post<Return>('/api/returns', about, invoice.invoice);
      tally.returned(body);
      if (body.state === 'completed') tally.returnCompleted();
      else openReturns.add(body.id);
    }
    async function place(index: number): Promise<void> {
      const invoice = invoices[index]!;
      try {
        await (invoice.kind === 'order' ? placeOrder(invoice, index) : placeReturn(invoice));
      } catch (error) {
        if (!(error instanceof Failure) || error.exitCode === exitCodes.unreachable) throw error;
        tally.refused(invoice.invoice, error.message);
        plan.settled(index);
      }
      plan.answered(index);
      moved = Date.now();
    }
    function pump(): void {
      while (underWay < concurrency && Date.now() >= nextAt) {
        const index = plan.next();
        if (index === undefined) break;
        underWay += 1;
        nextAt = rate === Infinity ? nextAt : Math.max(nextAt + 1_000 / rate, Date.now() - 1_000);
        place(index)
          .catch(fail)
          .finally(() => {
            underWay -= 1;
            pump();
          });
      }
      if (Date.now() < nextAt && !signal.aborted) setTimeout(pump, nextAt - Date.now());
      if (plan.exhausted() && underWay === 0 && openOrders.size === 0 && openReturns.size === 0) finish();
    }
    async function listen(): Promise<void> {
      for await (const { event } of follow(gateway.url, { signal, patienceMs })) {
        if (!isFinal(event.type)) continue;
        told.set(event.orderId, event.type);
        settle(event.orderId, event.type);
        pump();
      }
    }
    /** Returns have no events; and an order that is late is asked for, should its event not have come. */
    async function ask(): Promise<void> {
      const late = Date.now() - moved > ASK_AFTER_MS ? [...openOrders.keys()].slice(0, ASK_AT_ONCE) : [];
      for (const id of [...openReturns].slice(0, ASK_AT_ONCE)) {
        if ((await gateway.get<Return>(`/api/returns/${id}`)).state !== 'completed') continue;
        openReturns.delete(id);
        tally.returnCompleted();
        moved = Date.now();
      }
      for (const id of late) {
        const { state } = await gateway.get<Order>(`/api/orders/${id}`);
        if (isFinal(state)) settle(id, state);
      }
    }
    function tick(): void {
      spec.onProgress(tally.snapshot());
      if (Date.now() - moved > patienceMs) return finish();
      if (asking) return;
      asking = true;
      ask()
        // It is asked again; whoever posts finds out whether the system is away.
        .catch(() => undefined)
        .finally(() => {
          asking = false;
          if (!signal.aborted) pump();
        });
    }
  });
}
