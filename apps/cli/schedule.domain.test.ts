import { readInvoices } from './data';
import type { Invoice } from './demand.domain';
import { schedule } from './schedule.domain';

const invoice = (kind: Invoice['kind'], customer: string | null): Invoice => ({
  invoice: '',
  kind,
  customer,
  placedAt: '',
  country: '',
  lines: [],
});
const order = (customer: string | null = null) => invoice('order', customer);
const back = (customer: string | null) => invoice('cancellation', customer);

function takeAll(plan: ReturnType<typeof schedule>): number[] {
  const taken: number[] = [];
  for (let index = plan.next(); index !== undefined; index = plan.next()) taken.push(index);
  return taken;
}

test('a return waits until every order before it is final, those of others included', () => {
  const plan = schedule([order('a'), order('b'), back('a')]);
  expect(takeAll(plan)).toEqual([0, 1]);
  plan.settled(0);
  expect(plan.next()).toBeUndefined();
  plan.settled(1);
  expect(plan.next()).toBe(2);
  expect(plan.exhausted()).toBe(true);
});

test("only the same customer's later orders wait for a return, until it is answered", () => {
  const plan = schedule([order('a'), back('a'), order('a'), order('b'), order()]);
  expect(takeAll(plan)).toEqual([0, 3, 4]);
  plan.settled(0);
  expect(takeAll(plan)).toEqual([1]);
  expect(plan.exhausted()).toBe(false);
  plan.answered(1);
  expect(takeAll(plan)).toEqual([2]);
  expect(plan.exhausted()).toBe(true);
});

test("a guest's return holds nobody up", () => {
  const plan = schedule([order(), back(null), order()]);
  expect(takeAll(plan)).toEqual([0, 2]);
  plan.settled(0);
  expect(takeAll(plan)).toEqual([1]);
});

test('returns of one customer go one after the other', () => {
  const plan = schedule([back('a'), back('a'), back('b')]);
  expect(takeAll(plan)).toEqual([0, 2]);
  plan.answered(0);
  expect(takeAll(plan)).toEqual([1]);
});

test('the whole file is handed out once, in whatever order answers come', () => {
  const invoices = readInvoices();
  const plan = schedule(invoices);
  const taken: number[] = [];
  const open: number[] = [];
  while (!plan.exhausted() || open.length > 0) {
    for (let index = plan.next(); index !== undefined; index = open.length < 16 ? plan.next() : undefined)
      open.push(index);
    const index = open.splice((taken.length * 7) % open.length, 1)[0]!;
    taken.push(index);
    plan.answered(index);
    if (invoices[index]!.kind === 'order') plan.settled(index);
  }
  expect(new Set(taken).size).toBe(invoices.length);
});
