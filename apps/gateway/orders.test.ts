import { startGateway, type Running } from './testing/start';

let gateway: Running;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

let keys = 0;
const freshKey = () => `key-${++keys}`;
const good = { country: 'France', lines: [{ sku: '85123A', quantity: 2 }] };
const place = (body: unknown, key = freshKey()) =>
  gateway.call('POST', '/api/orders', { body, headers: { 'Idempotency-Key': key } });

describe('placing an order', () => {
  test('answers 201, where it is, and what it costs in pounds', async () => {
    const { status, headers, body } = await place({
      ...good,
      customer: '17850',
      reference: '536365',
      placedAt: '2010-12-01T09:26:00+01:00',
    });
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/api/orders/${body.id}`);
    expect(body).toMatchObject({
      state: 'accepted',
      customer: '17850',
      reference: '536365',
      net: '5.10',
      vat: '1.02',
      gross: '6.12',
    });
    expect(body.placedAt).toBe('2010-12-01T08:26:00.000Z');
    expect((await gateway.call('GET', headers.get('location')!)).body).toEqual(body);
  });

  test('the same key with the same body answers 200 with the same order', async () => {
    const first = await place(good, 'twice');
    const before = gateway.orders.placed.length;
    const second = await place(good, 'twice');
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.id).toBe(first.body.id);
    expect(gateway.orders.placed).toHaveLength(before);
  });

  test('an order that is out of stock is stored too: 201 and rejected, with its reason', async () => {
    const { status, body } = await place({ ...good, reference: 'sold out' });
    expect([status, body.state, body.reason]).toEqual([201, 'rejected', 'out of stock']);
  });

  test('repeated skus and Unicode are fine', async () => {
    const lines = [{ sku: '85123A', quantity: 1 }, { sku: '85123A', quantity: 3 }]; // prettier-ignore
    const { status, body } = await place({
      country: 'Austria',
      customer: '顧客 🏮',
      reference: 'ünïcödé — ﷽',
      lines,
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ customer: '顧客 🏮', reference: 'ünïcödé — ﷽', country: 'Austria' });
    expect(body.lines.map((line: { quantity: number }) => line.quantity)).toEqual([1, 3]);
  });

  test("continues the caller's trace and tells it", async () => {
    const traceparent = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`;
    const { headers } = await gateway.call('POST', '/api/orders', {
      body: good,
      headers: { 'Idempotency-Key': freshKey(), traceparent },
    });
    expect(headers.get('traceparent')).toContain('1'.repeat(32));
  });
});

describe('bad input gets a problem that names the field, and stores nothing', () => {
  const line = (quantity: unknown) => ({ country: 'France', lines: [{ sku: '85123A', quantity }] });
  const many = { country: 'France', lines: Array.from({ length: 10_000 }, () => ({ sku: '85123A', quantity: 1 })) };
  const cases: [string, { body?: unknown; raw?: string; headers?: Record<string, string> }, number, string | undefined][] = [
    ['broken JSON', { raw: '{"country": "France", ' }, 400, '#'],
    ['JSON that is no object', { raw: '[1,2]' }, 400, '#'],
    ['no body', {}, 400, '#'],
    ['a body of more than 1 MB', { raw: JSON.stringify({ ...good, reference: 'x'.repeat(1_100_000) }) }, 413, undefined],
    ['a body of 20 MB', { raw: 'x'.repeat(20_000_000) }, 413, undefined],
    ['a content type other than JSON', { raw: 'country=France', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }, 415, '#/content-type'],
    ['a charset nobody knows', { raw: '{}', headers: { 'Content-Type': 'application/json; charset=klingon' } }, 415, undefined],
    ['an unknown sku', { body: { country: 'France', lines: [{ sku: '85123A', quantity: 1 }, { sku: 'nonesuch', quantity: 1 }] } }, 422, '#/lines/1/sku'],
    ['a sku in another script', { body: { country: 'France', lines: [{ sku: '電球', quantity: 1 }] } }, 422, '#/lines/0/sku'],
    ['an unknown country', { body: { ...good, country: 'Atlantis' } }, 422, '#/country'],
    ['a country in another language than the retailer’s', { body: { ...good, country: 'Österreich' } }, 422, '#/country'],
    ['quantity zero', { body: line(0) }, 400, '#/lines/0/quantity'],
    ['a negative quantity', { body: line(-3) }, 400, '#/lines/0/quantity'],
    ['a fractional quantity', { body: line(1.5) }, 400, '#/lines/0/quantity'],
    ['a quantity in quotes', { body: line('2') }, 400, '#/lines/0/quantity'],
    ['a quantity past all stock', { body: line(100_001) }, 400, '#/lines/0/quantity'],
    ['10,000 lines', { body: many }, 400, '#/lines'],
    ['no lines', { body: { country: 'France', lines: [] } }, 400, '#/lines'],
    ['no country', { body: { lines: good.lines } }, 400, '#/country'],
    ['a field nobody knows', { body: { ...good, discount: 99 } }, 400, '#/discount'],
    ['a time that is none', { body: { ...good, placedAt: 'yesterday' } }, 400, '#/placedAt'],
    ['a NUL in a name', { body: { ...good, customer: 'a\u0000b' } }, 400, '#/customer'],
    ['half a surrogate pair', { raw: '{"country":"France","customer":"\\ud83c","lines":[{"sku":"85123A","quantity":1}]}' }, 400, '#/customer'],
    ['an empty key', { body: good, headers: { 'Idempotency-Key': '' } }, 400, '#/idempotency-key'],
    ['a key of 300 characters', { body: good, headers: { 'Idempotency-Key': 'k'.repeat(300) } }, 400, '#/idempotency-key'],
  ]; // prettier-ignore

  test.each(cases)('%s', async (_name, { headers, ...request }, status, pointer) => {
    const before = gateway.orders.placed.length;
    const answer = await gateway.call('POST', '/api/orders', {
      ...request,
      headers: { 'Idempotency-Key': freshKey(), ...headers },
    });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toMatchObject({
      status,
      type: expect.stringMatching(/^urn:parley:problem:/),
      title: expect.any(String),
    });
    expect(answer.body.errors?.[0].pointer).toBe(pointer);
    expect(gateway.orders.placed).toHaveLength(before);
  });

  test('what has the wrong shape never reaches orders', async () => {
    const before = gateway.orders.requests.length;
    await place(line(0));
    await place(many);
    expect(gateway.orders.requests).toHaveLength(before);
  });

  test('a missing key is named, together with what else is wrong', async () => {
    const { status, body } = await gateway.call('POST', '/api/orders', { body: { ...good, country: '' } });
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      { in: 'header', pointer: '#/idempotency-key', detail: 'is required' },
      expect.objectContaining({ in: 'body', pointer: '#/country' }),
    ]);
  });

  test('the same key with another body is refused', async () => {
    await place(good, 'reused');
    const before = gateway.orders.placed.length;
    const { status, body } = await place({ ...good, country: 'Spain' }, 'reused');
    expect([status, body.type]).toEqual([422, 'urn:parley:problem:key-reused']);
    expect(body.errors[0].pointer).toBe('#/idempotency-key');
    expect(gateway.orders.placed).toHaveLength(before);
  });

  test('10,000 lines: the problem says how many may be', async () => {
    expect((await place(many)).body.detail).toMatch(/1000/);
  });
});

describe('finding, following, cancelling', () => {
  test('pages follow each other to the end', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await gateway.call('GET', `/api/orders?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      seen.push(...body.orders.map((order: { id: string }) => order.id));
      cursor = body.next;
    } while (cursor);
    expect(seen).toEqual(gateway.orders.placed.map((order) => order.orderId));
  });

  test('filters go to orders', async () => {
    const { body } = await gateway.call('GET', '/api/orders?state=rejected');
    expect(body.orders.map((order: { state: string }) => order.state)).toEqual(['rejected']);
    const open = await gateway.call('GET', '/api/orders?open=true');
    expect(open.body.orders).toHaveLength(gateway.orders.placed.length - 1);
  });

  test.each([['limit=201', '#/limit'], ['limit=x', '#/limit'], ['limit=1&limit=2', '#/limit'], ['state=lost', '#/state'], ['colour=red', '#/colour']])(
    'the query %s is refused',
    async (query, pointer) => {
      const { status, body } = await gateway.call('GET', `/api/orders?${query}`);
      expect([status, body.errors[0].in, body.errors[0].pointer]).toEqual([400, 'query', pointer]);
    },
  ); // prettier-ignore

  test('an order that is not there is 404', async () => {
    expect((await gateway.call('GET', '/api/orders/none')).status).toBe(404);
    expect((await gateway.call('GET', '/api/orders/none/journey')).status).toBe(404);
    expect((await gateway.call('GET', '/api/orders/%E0%A4%A')).status).toBe(400);
    expect((await gateway.call('GET', '/api/nothing')).status).toBe(404);
  });

  test('a journey lists its hops', async () => {
    const { body } = await gateway.call('GET', '/api/orders/order-1/journey');
    expect(body.hops).toEqual([
      expect.objectContaining({ process: 'gateway-1', style: 'http', durationNanos: '1000000' }),
    ]);
  });

  test('a cancel is accepted, or too late', async () => {
    const { body } = await place(good);
    const accepted = await gateway.call('POST', `/api/orders/${body.id}/cancel`);
    expect([accepted.status, accepted.body.state]).toEqual([202, 'cancelling']);
    gateway.orders.find(body.id).state = 'shipped';
    const late = await gateway.call('POST', `/api/orders/${body.id}/cancel`);
    expect([late.status, late.body.type]).toEqual([409, 'urn:parley:problem:too-late']);
  });

  test('another method is 405 and says which are allowed', async () => {
    const response = await fetch(`${gateway.url}/api/orders`, { method: 'DELETE' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, GET']);
  });
});
