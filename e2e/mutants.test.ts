import { kafkaClient, openProducer, readLog } from '@parley/middleware/kafka';
import { topics } from '@parley/topology';
import { isFullRun } from '@parley/faults/testing';
import { mutate } from './mutation';
import { openBrokers, openSystem, type Order, type System, until } from './system';

const order = {
  customer: '99001',
  country: 'France',
  lines: [
    { sku: '85123A', quantity: 1 },
    { sku: 'POST', quantity: 1 },
  ],
};

let placed = 0;
const placeMany = (system: System, count: number): Promise<Order[]> =>
  Promise.all(
    Array.from({ length: count }, async () => (await system.place(`mutant-${++placed}`, order)).json as Order),
  );

/** What a relay does that died between the log's acknowledgement and its own commit. */
async function sendAgain(system: System): Promise<void> {
  const client = kafkaClient({ brokers: system.sources.kafkaBrokers, clientId: 'e2e' });
  const producer = await openProducer(client, {});
  for await (const { topic, key, value, headers } of readLog(client, {
    topic: topics.orders.name,
    from: 'beginning',
  })) {
    if (headers['content-type'] === undefined) throw new Error('an order event without content type');
    await producer.send({ topic, key, value, headers });
  }
  await producer.close();
}

/**
 * The checker judged: each mutant is the whole system, built with one line of its own code changed so that it loses or
 * doubles something. A checker that passes one of them would prove nothing about the system as it is.
 */
const mutants = [
  {
    name: 'an outbox row is dropped: every seventh counts as sent',
    file: 'libs/store/relay.ts',
    find: 'await deliver(rows).catch(',
    replace:
      'await deliver(rows.filter((row) => row.seq % 7 !== 0)).then((sent) => [...sent, ...rows.filter((row) => row.seq % 7 === 0).map((row) => ({ row, ok: true as const }))]).catch(',
    provoke: (system: System) => placeMany(system, 10),
    caught: 'every order is final',
  },
  {
    name: 'an inbox check is removed, and an event is sent twice',
    file: 'apps/analytics/sales.service.ts',
    find: 'fresh.has(eventId)',
    replace: 'fresh.has(eventId) || true',
    provoke: async (system: System) => {
      for (const { id } of await placeMany(system, 3)) await system.untilFinal(id);
      await sendAgain(system);
    },
    caught: 'sales by product = SQL over invoices × completed ids',
  },
  {
    name: 'a message is acknowledged before the commit, and its consumer dies',
    file: 'libs/middleware/rabbitmq/consumer.ts',
    find: 'for (let attempt = 1; ; attempt += 1) {',
    replace: 'settle.ack(); await pauseUnless(stopped.signal, 1000); for (let attempt = 1; ; attempt += 1) {',
    provoke: async (system: System) => {
      await placeMany(system, 10);
      system.kill('payment');
      await until('payment to be up again', () => system.process('payment').status === 'ready');
    },
    caught: 'every order is final',
  },
];

const chosen = isFullRun() ? mutants : mutants.slice(0, 1);

async function withSystem(mutation: Parameters<typeof mutate>[1] | undefined, use: (system: System) => Promise<void>) {
  const brokers = await openBrokers();
  try {
    const dist = mutation && (await mutate(brokers.base, mutation));
    const system = await openSystem(brokers, { dist, env: { PARLEY_DECLINE_PER_MILLE: '0' } });
    try {
      expect((await system.load(0)).code).toBe(0);
      await use(system);
    } finally {
      await system.stop();
    }
  } finally {
    await brokers.close();
  }
}

test('the control: the system as it is, treated as all the mutants are, keeps every balance', () =>
  withSystem(undefined, async (system) => {
    for (const { provoke } of chosen) await provoke(system);
    expect(await system.broken()).toEqual([]);
  }));

test.each(chosen)('the checker catches: $name', ({ file, find, replace, provoke, caught }) =>
  withSystem({ file, find, replace }, async (system) => {
    await provoke(system);
    // Twice in a row, with nothing on its way: what is only late is not lost.
    let times = 0;
    await until(`the balance "${caught}" to break for good`, async () => {
      const balances = await system.balances(1_000);
      const holds = (name: string) => balances.find((balance) => balance.name.startsWith(name))?.holds;
      const quiet = holds('every outbox is empty') && holds('every queue is empty');
      times = quiet && holds(caught) === false ? times + 1 : 0;
      return times === 2;
    });
  }),
);
