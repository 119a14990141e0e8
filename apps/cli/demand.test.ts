import { readInvoices, readProducts } from './data';
import { demandOf, firstOrders, pence, stockOf } from './demand.domain';

const invoices = readInvoices();
const products = readProducts();
const stock = stockOf(products, demandOf(invoices));

test('the data is the data: 2,748 products, 1,456 orders, 299 cancellations', () => {
  expect(products).toHaveLength(2_748);
  expect(invoices.filter(({ kind }) => kind === 'order')).toHaveLength(1_456);
  expect(invoices.filter(({ kind }) => kind === 'cancellation')).toHaveLength(299);
});

test('stock is 95 % of what the orders ask for, rounded up, and always short of it or just it', () => {
  const asked = new Map<string, number>();
  for (const { kind, lines } of invoices)
    for (const line of lines) if (kind === 'order') asked.set(line.sku, (asked.get(line.sku) ?? 0) + line.quantity);
  const goods = stock.filter(({ unlimited }) => !unlimited);
  for (const { sku, initial } of goods) {
    expect(initial * 100).toBeGreaterThanOrEqual(asked.get(sku)! * 95);
    expect((initial - 1) * 100).toBeLessThan(asked.get(sku)! * 95);
  }
  expect(goods.filter(({ sku, initial }) => initial < asked.get(sku)!).length).toBeGreaterThan(1_000);
});

test('cancellations are no demand', () => {
  const lines = [{ sku: '85123A', quantity: 100 }];
  const order = { invoice: '1', kind: 'order' as const, placedAt: '', customer: null, country: '', lines };
  expect(demandOf([order, { ...order, kind: 'cancellation', lines: [{ sku: '85123A', quantity: -40 }] }])).toEqual(
    new Map([['85123A', 100]]),
  );
});

test('postage, fees and vouchers are never short; goods without a stock number are goods', () => {
  expect(stock.filter(({ unlimited }) => unlimited).map(({ sku }) => sku)).toEqual([
    'AMAZONFEE', 'BANK CHARGES', 'C2', 'DOT', 'M', 'POST', 'gift_0001_40',
  ]); // prettier-ignore
  const pieces = Object.fromEntries(stock.map(({ sku, initial }) => [sku, initial]));
  expect([pieces.DCGS0003, pieces.DCGS0076, pieces.POST]).toEqual([2, 3, 0]);
});

test('prices become pence, half a penny up', () => {
  expect([0.85, 1.005, 0.145, 4.25, 0.425, 13_541.33].map(pence)).toEqual([85, 101, 15, 425, 43, 1_354_133]);
});

test('the first N orders come with the cancellations among them', () => {
  const first = firstOrders(invoices, 200);
  expect(first.filter(({ kind }) => kind === 'order')).toHaveLength(200);
  expect(first.some(({ kind }) => kind === 'cancellation')).toBe(true);
  expect(first).toEqual(invoices.slice(0, first.length));
  expect(firstOrders(invoices, Infinity)).toHaveLength(1_755);
});
