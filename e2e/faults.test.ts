import { crashPoints, processesOf } from '@parley/topology';
import { openBrokers, openSystem, type Order, type System, until } from './system';

let brokers: Awaited<ReturnType<typeof openBrokers>>;
let system: System;

beforeAll(async () => {
  brokers = await openBrokers();
  // One payment in five is declined, so that a handful of orders takes every way.
  system = await openSystem(brokers, { env: { PARLEY_DECLINE_PER_MILLE: '200' }, instances: { packing: 2 } });
  expect((await system.load(1)).code).toBe(0);
});
afterAll(async () => {
  await system?.stop();
  await brokers?.close();
});

/** The processes that may pass a point: any of its role, and any of a service's where the point names the service. */
function passersOf(process: string): string[] {
  const names = { quote: ['pricing-quote'], worker: ['pricing-worker'], fulfilment: processesOf('fulfilment') }[
    process
  ] ?? [process];
  return system.processes.map(({ name }) => name).filter((name) => names.includes(name.replace(/-\d+$/, '')));
}

const lines = [
  { sku: '85123A', quantity: 1 },
  { sku: '22633', quantity: 2 },
  { sku: '84879', quantity: 1 },
  { sku: 'POST', quantity: 1 },
];

/** Orders until the point was passed: each of them is cancelled, returned or left alone, so that every way is gone. */
async function work(tag: string, passed: () => boolean): Promise<string[]> {
  const orders: string[] = [];
  for (let round = 0; round < 12 && (round < 3 || !passed()); round += 1) {
    const customer = `${tag}-${round}`;
    const { json, status } = await system.place(customer, { customer, country: 'United Kingdom', lines });
    expect(status).toBeLessThan(300);
    const { id: orderId }: Order = json;
    orders.push(orderId);
    // Every third order is wished away; whether in time, fulfilment decides.
    if (round % 3 === 1)
      await until(
        `cancel of ${orderId}`,
        async () => (await system.http('POST', `/api/orders/${orderId}/cancel`)).status < 500,
      );
    if (round % 3 === 2 && (await system.untilFinal(orderId)).state === 'completed') {
      const { json: back } = await system.place(
        `R-${customer}`,
        { customer, lines: [{ sku: '22633', quantity: 1 }] },
        '/api/returns',
      );
      const { id: returnId } = back as { id: string };
      await until(
        `return ${returnId}`,
        async () =>
          ((await system.http('GET', `/api/returns/${returnId}`)).json as { state: string }).state === 'completed',
      );
    }
  }
  return orders;
}

/** An order whose placing stalls until its lease is over, so that the sweep takes it. */
async function stallOne(tag: string, passed: () => boolean): Promise<string> {
  system.kill('pricing-quote', 'SIGSTOP');
  const placing = system.place(`${tag}-stalled`, { country: 'Spain', lines });
  try {
    await until('the sweep to take it', passed);
  } finally {
    system.kill('pricing-quote', 'SIGCONT');
  }
  return ((await placing).json as Order).id;
}

describe('a process killed at each named point of an order’s way: nothing is lost, nothing doubled', () => {
  test.each(crashPoints.map(({ name, process }) => [name, process] as const))('%s', async (point, process) => {
    const names = passersOf(process);
    const restarts = (): number => names.reduce((sum, name) => sum + system.process(name).restarts, 0);
    const before = restarts();
    const died = (): boolean => restarts() > before || names.some((name) => system.process(name).status !== 'ready');
    await system.arm(point, names);
    const stalled = point === 'orders.sweep.taken' ? [await stallOne(point, died)] : [];
    const orders = [...stalled, ...(await work(point, died))];
    expect(died()).toBe(true);
    await Promise.all(names.map((name) => system.waitReady(name)));
    await system.arm('', names);
    for (const id of orders) await system.untilFinal(id);
    expect(await system.broken()).toEqual([]);
  });
});

describe('SIGKILL in mid-run: the same balances, no order left over', () => {
  const first = { services: 400, rabbitmq: 500, kafka: 600 };

  /** Kills while orders are under way, and shows that they were: before the first kill and after the last. */
  const killing = async (orders: number, options: string[], kill: () => Promise<void>): Promise<void> => {
    let ended = false;
    const running = system.load(orders, '--json', ...options).finally(() => (ended = true));
    await until('orders under way', async () => {
      const { orders: open } = (await system.http('GET', '/api/orders?open=true&limit=5')).json as { orders: Order[] };
      return open.length >= 2;
    });
    await kill();
    expect(ended).toBe(false);
    const { code, stderr } = await running;
    expect({ code, stderr: code === 0 ? '' : stderr.slice(-2000) }).toEqual({ code: 0, stderr: '' });
    expect(await system.broken()).toEqual([]);
  };

  test('of each service and worker, one after the other', () =>
    killing(first.services, ['--rate', '6'], async () => {
      for (const { name } of system.processes) {
        system.kill(name);
        await system.waitReady(name);
      }
    }));
  test('of RabbitMQ', () => killing(first.rabbitmq, [], async () => void brokers.kill('rabbitmq')));
  test('of Kafka', () => killing(first.kafka, [], async () => void brokers.kill('kafka')));
});
