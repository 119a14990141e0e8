import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { Client } from 'pg';
import { accounting, readHistory } from '@parley/evidence';
import type { LedgerDefinition } from '@parley/contracts/generated/parley/ledger/v1/Ledger';
import { grpcClient } from '@parley/middleware/grpc';
import { kafkaClient, endOffsets } from '@parley/middleware/kafka';
import { connectRabbit } from '@parley/middleware/rabbitmq';
import { edges, queues, topics } from '@parley/topology';
import { edgesOf, type Hop, named } from './edges';
import { openBrokers, openSystem, type Order, type System, until } from './system';

const lines = [
  { sku: '85123A', quantity: 1 },
  { sku: '22633', quantity: 2 },
  { sku: 'POST', quantity: 1 },
];
const order = { customer: '99001', country: 'France', lines };

describe.each([
  ['SQLite', ['rabbitmq', 'kafka']],
  ['PostgreSQL', ['rabbitmq', 'kafka', 'postgres']],
])('on %s', (_store, which) => {
  let brokers: Awaited<ReturnType<typeof openBrokers>>;
  let system: System;
  let evidence: string;
  beforeAll(async () => {
    brokers = await openBrokers(which);
    evidence = path.join(brokers.base, 'evidence');
    system = await openSystem(brokers, { env: { PARLEY_DECLINE_PER_MILLE: '0', PARLEY_EVIDENCE: evidence } });
  });
  afterAll(async () => {
    await system?.stop();
    await brokers?.close();
  });

  const managed = (method: string, path: string): Promise<Response> => {
    const { origin, username, password } = new URL(brokers.addresses.rabbitApi);
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    return fetch(`${origin}/api/queues/%2F/${path}`, { method, headers: { authorization } });
  };
  const deadLetters = (queue: string) =>
    until(`a dead letter of ${queue}`, async () => {
      const { stdout } = await system.parley('dlq', 'show', queue, '--json');
      const { letters } = JSON.parse(stdout) as { letters: { messageId: string; reason: string; attempts: number }[] };
      return letters.length > 0 ? letters : undefined;
    });
  /** In fulfilment's store, behind its back: what needs the table fails until it is back. */
  const renameTable = async (from: string, to: string): Promise<void> => {
    const { databaseUrl } = brokers.addresses;
    if (databaseUrl) {
      const client = new Client({ connectionString: databaseUrl });
      await client.connect();
      await client.query(`alter table fulfilment.${from} rename to ${to}`);
      return client.end();
    }
    const database = new DatabaseSync(path.join(system.sources.dataDir, 'fulfilment.sqlite'), { timeout: 10_000 });
    database.exec(`alter table ${from} rename to ${to}`);
    database.close();
  };
  const acknowledged = async (queue: string): Promise<number> => {
    return (
      ((await (await managed('GET', queue)).json()) as { message_stats?: { ack?: number } }).message_stats?.ack ?? 0
    );
  };

  // The first of all, so that what the brokers have counted is this order's.
  test('the journey of one order shows every edge of the topology, as often as the brokers counted', async () => {
    expect((await system.load(0)).code).toBe(0);
    const { json, status } = await system.http('POST', '/api/orders', order, { 'idempotency-key': 'journey' });
    expect(status).toBe(201);
    const { id: orderId }: Order = json;
    const states = (await system.untilFinal(orderId)).timeline.map((entry) => entry.state);
    expect(states).toEqual(['pending', 'accepted', 'paid', 'packed', 'shipped', 'completed']);
    expect(await system.broken()).toEqual([]);

    const journey = async () =>
      edgesOf(((await system.http('GET', `/api/orders/${orderId}/journey`)).json as { hops: Hop[] }).hops);
    const wanted = [...new Set(edges.map(named))].sort();
    await until(
      'as many edges as there should be',
      async () => (await journey()).length >= wanted.length,
      15_000,
    ).catch(() => undefined);
    const seen = await journey();
    expect(seen.map(named).sort()).toEqual(wanted);

    const seenAt = (channel: string): number =>
      seen.filter((edge) => edge.channel === channel).reduce((sum, edge) => sum + edge.times, 0);
    for (const { name } of queues) {
      await until(
        `${seenAt(name)} acknowledged in ${name}, as the management API counts`,
        async () => (await acknowledged(name)) === seenAt(name),
        20_000,
      );
    }
    const kafka = kafkaClient({ brokers: system.sources.kafkaBrokers, clientId: 'e2e' });
    const logged = (await endOffsets(kafka, topics.orders.name)).reduce((sum, each) => sum + Number(each.offset), 0);
    const readers = edges.filter(({ channel }) => channel === topics.orders.name).length;
    expect(seenAt('orders')).toBe(readers * logged);
    expect(seenAt('price-jobs')).toBe(lines.length);
    expect(seenAt('price-results')).toBe(lines.length);
  });

  test('the first hundred invoices and their returns end, and every balance holds', async () => {
    const { code, stdout, stderr } = await system.load(100, '--json');
    expect({ code, stderr: code ? stderr.slice(-1500) : '' }).toEqual({ code: 0, stderr: '' });
    const summary = JSON.parse(stdout) as { completed: number; rejected: number };
    expect(summary.completed + summary.rejected).toBe(100);
    expect((await system.parley('check', '--orders', '100')).code).toBe(0);
  });

  test('a second load orders nothing twice', async () => {
    const before = await system.parley('orders', '--json', '--limit', '200');
    expect((await system.load(100)).code).toBe(0);
    const ids = (text: string): string[] => (JSON.parse(text) as Order[]).map((each) => each.id).sort();
    expect(ids((await system.parley('orders', '--json', '--limit', '200')).stdout)).toEqual(ids(before.stdout));
    expect(await system.broken()).toEqual([]);
  });

  test('replayed from the log, the sales are those counted live', async () => {
    for (const by of ['product', 'country', 'minute']) {
      const live = (await system.http('GET', `/api/sales?by=${by}&limit=1000`)).json as {
        sales: { key: string; quantity: number; gross: string }[];
      };
      const { code, stdout } = await system.parley(
        'replay',
        'orders',
        '--from',
        'beginning',
        '--by',
        by,
        '--json',
        '--limit',
        '1000',
      );
      expect(code).toBe(0);
      const again = JSON.parse(stdout) as typeof live;
      expect(again.sales).toEqual(live.sales);
      expect(live.sales.length).toBeGreaterThan(0);
    }
    const now = await system.parley(
      'replay',
      'orders',
      '--from',
      new Date().toISOString(),
      '--by',
      'product',
      '--json',
    );
    expect((JSON.parse(now.stdout) as { sales: unknown[] }).sales).toEqual([]);
  });

  test('a message that can’t be read goes to the dead letters with its reason, and stays one when it is sent again', async () => {
    const rabbit = await connectRabbit({ url: brokers.addresses.amqpUrl, name: 'e2e' });
    const poison = {
      exchange: 'commands',
      routingKey: 'payment',
      type: 'parley.fulfilment.v1.FulfilCommand',
      contentType: 'application/x-protobuf',
    };
    await rabbit.publisher({}).publish({ ...poison, body: Buffer.from([0xff, 0xff, 0xff]), messageId: 'poison-1' });
    const shown = await deadLetters('payment');
    expect(shown).toEqual([expect.objectContaining({ messageId: 'poison-1', reason: 'undecodable' })]);
    expect((await system.parley('dlq', 'list')).stdout).toMatch(/^payment +fulfilment +1$/m);
    expect((await system.broken(1_000)).map((balance) => balance.name)).toContain(
      'every queue is empty, dead letters too',
    );
    expect((await system.parley('dlq', 'redrive', 'payment')).code).toBe(0);
    await until('it to be dead again', async () => (await rabbit.depth('payment.dead')) === 1);
    expect(await rabbit.depth('payment')).toBe(0);
    expect((await managed('DELETE', 'payment.dead/contents')).ok).toBe(true);
    await rabbit.close();
    expect(await system.broken()).toEqual([]);
  });

  test('an order whose payment failed until it was given up: mended, sent again, it goes its way to the end', async () => {
    await renameTable('charges', 'charges_away');
    const { json } = await system.place('unlucky', order);
    const { id }: Order = json;
    expect(await deadLetters('payment')).toEqual([expect.objectContaining({ attempts: 5 })]);
    expect((await system.order(id)).state).toBe('accepted');
    await renameTable('charges_away', 'charges');
    expect((await system.parley('dlq', 'redrive', 'payment')).stdout).toMatch(/^1 sent again/);
    expect((await system.untilFinal(id)).state).toBe('completed');
    expect(await system.broken()).toEqual([]);
  });

  test('over the limit of the customer’s account the order is declined; every replica tells the same account', async () => {
    const replicas = system.addresses.ledger!.split(',').map((address) => ({
      address,
      ledger: grpcClient<LedgerDefinition>('parley.ledger.v1.Ledger', address),
    }));
    expect(replicas).toHaveLength(3);
    const customer = '99003';
    await replicas[0]!.ledger.Write({ operationId: 'e2e/limit', setLimit: { customer, limit: '1' } });
    const { json } = await system.place('too-much', { ...order, customer });
    const { id }: Order = json;
    expect(await system.untilFinal(id)).toMatchObject({ state: 'rejected', reason: 'over-limit' });
    const { version } = await replicas[1]!.ledger.Write({ operationId: 'e2e/look', put: { name: 'look', value: '' } });
    for (const { ledger } of replicas) {
      expect(await ledger.Read({ customer, atLeast: version })).toMatchObject({ balance: '0', limit: '1' });
      ledger.close();
    }
    expect((await system.parley('ledger', 'status')).code).toBe(0);
    expect(await system.broken()).toEqual([]);
  });

  test('the command line: an order placed, watched, shown, cancelled too late, and taken back', async () => {
    const placed = await system.parley(
      'order',
      '85123A:2',
      '22633:1',
      '--customer',
      '99002',
      '--country',
      'Spain',
      '--key',
      'by-hand',
      '--json',
    );
    expect(placed.code).toBe(0);
    const { id } = JSON.parse(placed.stdout) as Order;
    await system.untilState(id, 'completed');
    const shown = await system.parley('orders', id);
    expect(shown.stdout).toMatch(/completed/);
    expect((await system.parley('journey', id)).stdout).toMatch(/rabbitmq +payment/);
    const { json } = await system.http('GET', '/api/orders?limit=1');
    expect((json as { orders: Order[] }).orders[0]?.id).toBe(id);
    const seen = await system.parley('watch', '--after', '0', '--count', '5', '--json');
    expect(seen.stdout.trim().split('\n')).toHaveLength(5);
    expect((await system.http('POST', `/api/orders/${id}/cancel`)).status).toBe(409);
    const back = await system.parley(
      'returns',
      'post',
      '85123A:1',
      '--customer',
      '99002',
      '--key',
      'by-hand-back',
      '--json',
    );
    expect(back.code).toBe(0);
    const { id: returnId } = JSON.parse(back.stdout) as { id: string };
    await until(
      'the return',
      async () =>
        ((await system.http('GET', `/api/returns/${returnId}`)).json as { state: string }).state === 'completed',
    );
    expect((await system.parley('orders', 'no-such-order')).code).toBe(1);
    expect((await system.parley('order', 'nonsense')).code).toBe(2);
    expect(await system.broken()).toEqual([]);
  });

  test.each([['journey', '--last'], 'replay orders --from beginning --by product'.split(' ')])(
    'parley %s %s looks at it',
    async (...line) => {
      const { code, stdout } = await system.parley(...line);
      expect(code).toBe(0);
      expect(stdout.trim().split('\n').length).toBeGreaterThan(2);
    },
  );

  test('bad input is told which field is wrong, and stores nothing', async () => {
    const good = { country: 'France', lines: [{ sku: '22633', quantity: 1 }] };
    const count = async () =>
      ((await system.http('GET', '/api/orders?limit=200')).json as { orders: Order[] }).orders.length;
    const before = await count();
    const post = async (body: string, contentType = 'application/json', key = 'bad') => {
      const headers = { 'content-type': contentType, 'idempotency-key': key };
      const answer = await fetch(new URL('/api/orders', system.addresses.gateway), { method: 'POST', headers, body });
      const problem = (await answer.json()) as { errors?: { pointer: string }[] };
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      return [answer.status, ...(problem.errors ?? []).slice(0, 1).map(({ pointer }) => pointer)];
    };
    const json = (changes: object) => post(JSON.stringify({ ...good, ...changes }));
    const line = (quantity: number, sku = '22633') => ({ lines: [{ sku, quantity }] });
    expect((await post('{"country": '))[0]).toBe(400);
    expect((await json({ customer: 'x'.repeat(1_100_000) }))[0]).toBe(413);
    expect((await post(JSON.stringify(good), 'text/plain'))[0]).toBe(415);
    expect(await json(line(1, 'no-such-sku'))).toEqual([422, '#/lines/0/sku']);
    expect(await json({ country: 'Atlantis' })).toEqual([422, '#/country']);
    for (const quantity of [0, -3, 1.5]) expect(await json(line(quantity))).toEqual([400, '#/lines/0/quantity']);
    expect(await json({ lines: Array(10_000).fill(good.lines[0]) })).toEqual([400, '#/lines']);
    expect(await count()).toBe(before);
    // The same key with another body; unicode and repeated skus are fine.
    const odd = { ...good, reference: 'Ünïcödé 訂單 🛒', lines: [...good.lines, ...good.lines] };
    const { status, json: placed } = await system.place('odd', odd);
    expect(status).toBe(201);
    expect(await system.untilFinal((placed as Order).id)).toMatchObject({
      reference: odd.reference,
      lines: [{ sku: '22633', quantity: 2 }],
    });
    expect((await post(JSON.stringify(good), 'application/json', 'odd'))[0]).toBe(422);
    expect(await count()).toBe(before + 1);
  });

  test('live events: what a client missed comes after its Last-Event-ID, without a gap', async () => {
    const ids = async (after: string, enough: number): Promise<number[]> => {
      const stop = new AbortController();
      const answer = await fetch(new URL('/api/events', system.addresses.gateway), {
        headers: { 'last-event-id': after },
        signal: stop.signal,
      });
      let text = '';
      for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
        text += Buffer.from(chunk).toString('utf8');
        if ((text.match(/^id: ?\d+$/gm)?.length ?? 0) >= enough) break;
      }
      stop.abort();
      return [...text.matchAll(/^id: ?(\d+)$/gm)].map((match) => Number(match[1])).slice(0, enough);
    };
    const all = await ids('0', 20);
    expect(await ids(String(all[9]), 10)).toEqual(all.slice(10));
    expect([...all].sort((a, b) => a - b)).toEqual(all);
  });

  test('the evidence of the whole run: on every queue and topic what was accepted was delivered, and nothing else', () => {
    const live = [...queues.map(({ name }) => name), topics.orders.name];
    const accounts = accounting(readHistory(evidence)).filter(({ channel }) => live.includes(channel));
    expect(accounts.map(({ channel }) => channel).sort()).toEqual([...live].sort());
    for (const { channel, lost, forged, counts } of accounts) {
      // The poison came from outside of the system, whose evidence this is.
      expect({ channel, lost, forged: forged.filter((id) => id !== 'poison-1') }).toEqual({
        channel,
        lost: [],
        forged: [],
      });
      expect(counts.processed).toBeGreaterThan(0);
    }
  });
});
