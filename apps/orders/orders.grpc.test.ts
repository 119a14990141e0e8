import { expectContract } from '@parley/contracts';
import type { OrdersDefinition } from '@parley/contracts/generated/parley/orders/v1/Orders';
import { type GrpcServer, type Unary, grpcClient, serveGrpc } from '@parley/middleware/grpc';
import { eachStore } from '@parley/store/testing';
import { type Book, openBook, until } from './book.fixture';
import { ordersService } from './orders.grpc';
import { type PeersFixture, servePeers } from './peers.fixture';

eachStore((_name, open) => {
  let peers: PeersFixture;
  let book: Book;
  let server: GrpcServer;
  let client: Unary<OrdersDefinition> & { close(): void };

  beforeEach(async () => {
    peers = await servePeers({ A: 1000, B: 1000 });
    book = await openBook(open, peers);
    server = await serveGrpc({ address: '127.0.0.1:0', services: [ordersService(book.orders)], serving: true });
    client = grpcClient<OrdersDefinition>('parley.orders.v1.Orders', `127.0.0.1:${server.port}`);
  });

  afterEach(async () => {
    client.close();
    await server.drain(1000);
    await book.close();
    await peers.close();
  });

  let count = 0;
  const request = (over: object = {}) => ({
    idempotencyKey: `key-${(count += 1)}`,
    customer: '17850',
    country: 'United Kingdom',
    reference: '536365',
    placedAt: '2010-12-01T08:26:00Z',
    lines: [{ sku: 'A', quantity: 1 }],
    ...over,
  });
  const placed = async (over: object = {}) => (await client.Place(request(over))).order!.orderId;

  test('an order and a return over the wire, with every field', async () => {
    const { order, repeated } = await client.Place(request());
    expect(repeated).toBe(false);
    expect(order).toMatchObject({
      customer: '17850',
      country: 'United Kingdom',
      reference: '536365',
      placedAt: '2010-12-01T08:26:00.000Z',
      state: 'accepted',
      gross: '120',
      refunded: '0',
      parcels: 1,
      lines: [{ line: 1, sku: 'A', quantity: 1, unitPrice: '100', net: '100', vat: '20', gross: '120', returned: 0 }],
      timeline: [{ state: 'pending' }, { state: 'accepted' }],
    });
    expect(order!.traceId).toMatch(/^[\da-f]{32}$/);
    expect(await client.Get({ orderId: order!.orderId })).toEqual({ order });
    const back = await client.PlaceReturn({
      idempotencyKey: 'C1',
      customer: '17850',
      lines: [{ sku: 'B', quantity: 2 }],
    });
    expect(back.return).toMatchObject({ state: 'completed', lines: [{ line: 1, sku: 'B', quantity: 2, accepted: 0 }] });
    expect(await client.GetReturn({ returnId: back.return!.returnId })).toEqual({ return: back.return });
  });

  test('every answer is what its readers need', async () => {
    const { orderId } = (await client.Place(request())).order!;
    const meant = (method: string, answer: object) => expectContract(`parley.orders.v1.${method}Response`, answer);
    meant('Place', await client.Place(request()));
    meant('Get', await client.Get({ orderId }));
    meant('List', await client.List({}));
    meant('Cancel', await client.Cancel({ orderId }));
    const back = await client.PlaceReturn({ idempotencyKey: 'C1', customer: '', lines: [{ sku: 'A', quantity: 1 }] });
    meant('PlaceReturn', back);
    meant('GetReturn', await client.GetReturn({ returnId: back.return!.returnId }));
    const stop = new AbortController();
    for await (const event of client.Watch({ afterSequence: '0' }, { signal: stop.signal })) {
      meant('Watch', event);
      break;
    }
    stop.abort();
  });

  const tables = ['orders', 'order_lines', 'timeline', 'early_milestones', 'returns', 'return_parts', 'refunds', 'inbox', 'outbox'] as const; // prettier-ignore
  /** What is in the store, table by table; nothing is {}. */
  async function kept(): Promise<Record<string, number>> {
    const counts = tables.map(async (table) => [
      table,
      (await book.store.db.selectFrom(table).selectAll().execute()).length,
    ]);
    return Object.fromEntries((await Promise.all(counts)).filter(([, count]) => count !== 0));
  }

  test.each<[string, object, string[]]>([
    ['no key', { idempotencyKey: '' }, ['idempotencyKey']],
    ['no country', { country: '' }, ['country']],
    ['an unknown country', { country: 'Atlantis' }, ['country']],
    ['a country in another script', { country: 'Österreich' }, ['country']],
    ['a country that every object has', { country: 'constructor' }, ['country']],
    ['no lines', { lines: [] }, ['lines']],
    ['10,000 lines', { lines: Array(10_000).fill({ sku: 'A', quantity: 1 }) }, ['lines']],
    ['quantity zero', { lines: [{ sku: 'A', quantity: 0 }] }, ['lines[0].quantity']],
    ['a negative quantity', { lines: [{ sku: 'A', quantity: -1 }] }, ['lines[0].quantity']],
    ['too many pieces', { lines: [{ sku: 'A', quantity: 1_000_001 }] }, ['lines[0].quantity']],
    ['no sku', { lines: [{ sku: '', quantity: 1 }] }, ['lines[0].sku']],
    ['an unknown sku', { lines: [{ sku: 'A', quantity: 1 }, { sku: 'ÜÑ💥', quantity: 1 }] }, ['lines[1].sku']],
    ['a time that is none', { placedAt: 'yesterday' }, ['placedAt']],
    ['a NUL in a name', { customer: 'a\u0000b' }, ['customer']],
    ['several at once', { idempotencyKey: '', country: '', lines: [] }, ['idempotencyKey', 'country', 'lines']],
  ])('bad input: %s is named by its field, and the store stays empty', async (_name, over, fields) => {
    const error = await client.Place(request(over)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', fieldViolations: fields.map((field) => ({ field })) });
    expect(await kept()).toEqual({});
  }); // prettier-ignore

  test('bad input: a known key with another body changes nothing; the order of the lines is of the body', async () => {
    const lines = [{ sku: 'A', quantity: 1 }, { sku: 'B', quantity: 2 }]; // prettier-ignore
    const good = request({ customer: '顧客 🏮', reference: 'ünïcödé — ﷽', lines });
    expect((await client.Place(good)).order).toMatchObject({ customer: '顧客 🏮', reference: 'ünïcödé — ﷽' });
    const before = await kept();
    expect(before).toMatchObject({ orders: 1, order_lines: 2 });
    for (const over of [{ reference: 'other' }, { country: 'Atlantis' }, { lines: [...lines].reverse() }])
      await expect(client.Place({ ...good, ...over })).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    expect(await kept()).toEqual(before);
  });

  test('bad returns store nothing', async () => {
    const back = { idempotencyKey: 'C1', customer: '17850', lines: [{ sku: 'A', quantity: 1 }] };
    for (const over of [{ idempotencyKey: '' }, { lines: [] }, { lines: [{ sku: 'A', quantity: -1 }] }])
      await expect(client.PlaceReturn({ ...back, ...over })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(await kept()).toEqual({});
  });

  test('what is not there', async () => {
    await expect(client.Get({ orderId: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND', reason: 'unknown-order' });
    await expect(client.Cancel({ orderId: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(client.GetReturn({ returnId: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a caller that leaves does not undo its order', async () => {
    let opened = () => {};
    const door = new Promise<void>((resolve) => (opened = resolve));
    peers.beforeCalls((method) => (method === 'Quote' ? door : undefined));
    const wanted = request();
    const given = client.Place(wanted, { deadlineMs: 400 });
    await expect(given).rejects.toMatchObject({ code: expect.stringMatching(/UNAVAILABLE|DEADLINE_EXCEEDED/) });
    opened();
    const { order, repeated } = await client.Place(wanted);
    expect({ repeated, state: order!.state, quotes: peers.times('Quote') }).toEqual({
      repeated: true,
      state: 'accepted',
      quotes: 1,
    });
  });

  test('pages, newest first, without gap or double while orders come in', async () => {
    const first: string[] = [];
    for (let i = 0; i < 7; i += 1) first.push(await placed());
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await client.List({ cursor, limit: 3 });
      seen.push(...page.orders.map(({ orderId }) => orderId));
      expect(page.orders.every(({ lines, timeline }) => lines.length + timeline.length === 0)).toBe(true);
      cursor = page.nextCursor;
      await placed();
    } while (cursor !== '');
    expect(seen).toEqual([...first].reverse());
    await expect(client.List({ cursor: 'nonsense' })).rejects.toMatchObject({ fieldViolations: [{ field: 'cursor' }] });
  });

  test('filters', async () => {
    const french = await placed({ country: 'France', customer: '12583' });
    const rejected = await placed({ lines: [{ sku: 'A', quantity: 5000 }] });
    const listed = async (filter: object) => (await client.List(filter)).orders.map(({ orderId }) => orderId);
    expect(await listed({ country: 'France' })).toEqual([french]);
    expect(await listed({ customer: '12583' })).toEqual([french]);
    expect(await listed({ state: 'rejected' })).toEqual([rejected]);
    expect(await listed({ openOnly: true })).toEqual([french]);
    expect(await listed({})).toEqual([rejected, french]);
  });

  describe('watch', () => {
    const collect = async (afterSequence: number, signal: AbortSignal, into: { sequence: string; id: string }[]) => {
      for await (const { sequence, event } of client.Watch({ afterSequence: String(afterSequence) }, { signal })) {
        into.push({ sequence, id: `${event!.orderId} ${event!.version} ${event!.type}` });
      }
    };

    test('from the past into the present: no gap, no double, each watcher its own', async () => {
      const stop = new AbortController();
      const before = await placed();
      const [all, later]: { sequence: string; id: string }[][] = [[], []];
      const watching = collect(0, stop.signal, all!).catch(() => undefined);
      await until(() => all!.length === 1);
      const ids = await Promise.all(Array.from({ length: 10 }, () => placed()));
      const walking = Promise.all(ids.map((id) => book.milestones(id, ['paid', 'packed'])));
      await until(() => all!.length > 15);
      const at = all![10]!;
      const resumed = collect(Number(at.sequence), stop.signal, later!).catch(() => undefined);
      await walking;
      await until(() => all!.length === 31 && later!.length === 20);
      stop.abort();
      await Promise.all([watching, resumed]);
      expect(all![0]!.id).toBe(`${before} 1 accepted`);
      expect(new Set(all!.map(({ id }) => id)).size).toBe(31);
      expect(later).toEqual(all!.slice(11));
      for (const id of ids) {
        const own = all!.filter((each) => each.id.startsWith(id)).map((each) => each.id.split(' ')[1]);
        expect(own).toEqual(['1', '2', '3']);
      }
    });
  });
});
