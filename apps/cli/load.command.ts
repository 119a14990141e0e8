import { orders as ordersOption, rate as rateOption, whole } from './arguments';
import { command, gatewayOf, show, type Context } from './context';
import { readInvoices, readProducts } from './data';
import { demandOf, firstOrders, stockOf } from './demand.domain';
import { exitCodes } from './failures';
import { load } from './load.service';
import { facts, type Output } from './output';
import { loadProducts } from './products.grpc';
import { findSystem, need } from './system';
import type { Tally } from './tally';

const LINE_MS = 2_000;

/** Progress: one line that is written over on a terminal, else a line every 2 s. */
function progress(output: Output): (tally: Tally) => void {
  let last = 0;
  return (tally) => {
    if (!output.live && Date.now() - last < LINE_MS) return;
    last = Date.now();
    const final = tally.completed + tally.rejected + tally.cancelled;
    const text =
      `placed ${tally.placed}/${tally.orders} · final ${final} · returns ${tally.returned.completed}/${tally.returns}` +
      ` · ${tally.ordersPerSecond} orders/s · ${Math.round(tally.seconds)} s`;
    output.err(output.live ? `\x1b[2K${text}\r` : text);
  };
}

const summary = (tally: Tally, output: Output) =>
  facts(
    [
      ['orders', `${tally.placed}${tally.known > 0 ? ` (${tally.known} were known already)` : ''}`],
      ['  completed', tally.completed],
      ['  rejected', tally.rejected],
      ['  cancelled', tally.cancelled],
      ['  returned', `${tally.returned.orders}, in part or whole`],
      ['returns', tally.returned.requests],
      ['  matched', tally.returned.matched],
      ['  refused lines', tally.returned.refusedLines],
      ['not final', tally.notFinal],
      ['time', `${tally.seconds} s`],
      ['orders/s', tally.ordersPerSecond],
    ],
    output,
  );

export function loadCommand(context: Context) {
  return command('load', "load the catalogue and place the retailer's invoices; placing them twice changes nothing")
    .option('--orders <N|all>', 'the first N orders, with the returns among them, or all', ordersOption, 200)
    .option('--rate <R>', 'at most R a second', rateOption, Infinity)
    .option('--concurrency <n>', 'requests under way at once', whole(1), 16)
    .option('--patience <s>', 'seconds without any progress before it gives up', whole(1), 120)
    .action(async ({ json, orders, rate, concurrency, patience }) => {
      const { env, output, signal } = context;
      const gateway = gatewayOf(context);
      const all = readInvoices();
      const products = stockOf(readProducts(), demandOf(all));
      const { added, known } = await loadProducts(need(findSystem(env), 'inventory', env), products);
      output.err(`products: ${added} loaded, ${known} known`);
      const invoices = firstOrders(all, orders);
      const tally = await load({
        gateway, invoices, concurrency, rate, patienceMs: patience * 1_000, signal, onProgress: progress(output),
      }); // prettier-ignore
      if (output.live) output.err('\x1b[2K');
      show(context, json, tally, () => summary(tally, output));
      for (const { invoice, why } of tally.refused.slice(0, 10)) output.err(`${invoice}: ${why}`);
      if (tally.notFinal === 0) return;
      output.err(
        `${tally.notFinal} orders or returns are not final${signal.aborted ? ': interrupted' : ` after ${patience} s without progress`}.`,
      );
      context.verdict(exitCodes.failed);
    });
}
