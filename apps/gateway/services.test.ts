import { startGateway, type Running } from './testing/start';

let gateway: Running;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

const headers = { 'Idempotency-Key': 'C536379' };

test('a return answers 201, then 200 for the same key; a guest is no error', async () => {
  const body = { lines: [{ sku: 'nonesuch', quantity: 9_360 }] };
  const first = await gateway.call('POST', '/api/returns', { body, headers });
  expect([first.status, first.headers.get('location')]).toEqual([201, '/api/returns/return-1']);
  expect(first.body.lines).toEqual([
    { line: 1, sku: 'nonesuch', quantity: 9_360, accepted: 0, refund: '0.00', reason: 'no completed order matches' },
  ]);
  expect((await gateway.call('POST', '/api/returns', { body, headers })).status).toBe(200);
  expect((await gateway.call('GET', '/api/returns/return-1')).body).toEqual(first.body);
  expect((await gateway.call('GET', '/api/returns/return-9')).status).toBe(404);
});

test('a return with negative quantities, as the data has them, is refused', async () => {
  const { status, body } = await gateway.call('POST', '/api/returns', {
    body: { lines: [{ sku: 'D', quantity: -1 }] },
    headers,
  });
  expect([status, body.errors[0].pointer]).toEqual([400, '#/lines/0/quantity']);
});

test('products come by sku, page by page, with their stock', async () => {
  const first = await gateway.call('GET', '/api/products');
  expect(first.body.products[0]).toEqual({
    sku: '71053', name: 'WHITE METAL LANTERN', unitPrice: '3.39', unlimited: false, initial: 10, available: 7, reserved: 1, sold: 2,
  }); // prettier-ignore
  expect((await gateway.call('GET', `/api/products?cursor=${first.body.next}`)).body.next).toBeUndefined();
  expect((await gateway.call('GET', '/api/products?search=POSTAGE')).body.products).toHaveLength(1);
});

test('sales, live and replayed', async () => {
  const live = await gateway.call('GET', '/api/sales?by=country');
  expect(live.body).toEqual({
    by: 'country',
    events: 7,
    sales: [{ key: 'France', quantity: 12, gross: '12.34', orders: 3 }],
  });
  const again = await gateway.call('POST', '/api/replay', {
    body: { topic: 'orders', from: 'beginning', by: 'country' },
  });
  expect(again.body).toEqual({ ...live.body, topic: 'orders', from: 'beginning', records: 9 });
  expect(
    (await gateway.call('POST', '/api/replay', { body: { topic: 'orders', from: 'soon', by: 'country' } })).body
      .errors[0].pointer,
  ).toBe('#/from');
  expect((await gateway.call('GET', '/api/sales?by=colour')).status).toBe(400);
});

test('a search is answered from the view, which says how far behind it is', async () => {
  const { body } = await gateway.call('GET', '/api/search?q=france');
  expect(body).toMatchObject({ q: 'france', found: 1, lag: { events: 3, ms: 40 } });
  expect(body.orders[0]).toMatchObject({ orderId: 'order-1', position: { partition: 2, offset: 17 }, gross: '12.24' });
  expect(body.orders[0].customer).toBeUndefined();
  expect((await gateway.call('GET', '/api/search?q=spain')).body.orders).toEqual([]);
  expect((await gateway.call('GET', '/api/search')).status).toBe(400);
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  expect(metrics).toMatch(/^parley_views_lag_events 3$/m);
  expect(metrics).toMatch(/^parley_views_lag_seconds 0\.04$/m);
});

test('dead letters of all owners in one list; each is shown and redriven by its owner', async () => {
  const list = await gateway.call('GET', '/api/dlq');
  expect(list.body.unreachable).toEqual([]);
  expect(list.body.queues).toContainEqual({ queue: 'payment.dead', owner: 'fulfilment', depth: 1 });
  expect(list.body.queues).toHaveLength(5);
  const shown = await gateway.call('GET', '/api/dlq/payment.dead');
  expect(shown.body).toMatchObject({ owner: 'fulfilment', letters: [{ reason: 'undecodable', body: 'ew==' }] });
  const done = await gateway.call('POST', '/api/dlq/payment.dead/redrive', { body: {} });
  expect(done.body).toEqual({ queue: 'payment.dead', owner: 'fulfilment', redriven: 1 });
  expect((await gateway.call('GET', '/api/dlq/nowhere')).status).toBe(404);
});

test('health, metrics by route, and no word of the framework', async () => {
  expect((await gateway.call('GET', '/healthz')).body).toEqual({ status: 'ok' });
  expect((await gateway.call('GET', '/readyz')).body).toEqual({
    status: 'ok',
    checks: { orders: 'serving', inventory: 'serving' },
  });
  const response = await fetch(`${gateway.url}/metrics`);
  expect(await response.text()).toMatch(
    /parley_http_request_duration_seconds_count\{method="GET",route="\/api\/returns\/\{id\}",status="404"\} 1/,
  );
  expect(response.headers.get('x-powered-by')).toBeNull();
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
});

test('a probe leaves no trace, a request does', async () => {
  await gateway.call('GET', '/readyz');
  expect(gateway.orders.traceparents.at(-1)).toMatch(/-00$/);
  await gateway.call('GET', '/api/orders');
  expect(gateway.orders.traceparents.at(-1)).toMatch(/-01$/);
});

test('the description is OpenAPI 3.1 and has every route with what it takes', async () => {
  const { body: document } = await gateway.call('GET', '/openapi.json');
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths)).toEqual([
    '/api/orders', '/api/orders/{id}', '/api/orders/{id}/journey', '/api/orders/{id}/cancel', '/api/returns', '/api/returns/{id}',
    '/api/products', '/api/sales', '/api/replay', '/api/search', '/api/events', '/api/dlq', '/api/dlq/{queue}', '/api/dlq/{queue}/redrive',
    '/healthz', '/readyz', '/metrics', '/openapi.json',
  ]); // prettier-ignore
  const place = document.paths['/api/orders'].post;
  expect(place.parameters).toEqual([
    expect.objectContaining({ in: 'header', name: 'idempotency-key', required: true }),
  ]);
  expect(place.parameters[0].description).toContain('the same lines in the same order');
  expect(place.requestBody.content['application/json'].schema).toEqual({ $ref: '#/components/schemas/NewOrder' });
  expect(document.components.schemas.NewOrder.properties.lines).toMatchObject({ minItems: 1, maxItems: 1_000 });
  expect(document.components.schemas.NewOrder.properties.country.description).toContain('Channel Islands, Cyprus');
});

describe('when services are away', () => {
  let cut: Running;
  beforeAll(async () => {
    cut = await startGateway();
    await cut.others[3]!.drain(100);
    await cut.ordersServer.drain(100);
  });
  afterAll(() => cut.stop());

  test('the answer is 503 or 504 with Retry-After, not a hang and not a 500', async () => {
    const { status, headers: back, body } = await cut.call('GET', '/api/orders');
    expect([503, 504]).toContain(status);
    expect(back.get('retry-after')).toBe('1');
    expect(body.type).toMatch(/unavailable|timeout/);
  }, 15_000);

  test('readiness names who is missing, and there are no events', async () => {
    const { status, body } = await cut.call('GET', '/readyz');
    expect([status, body.checks]).toEqual([503, { orders: 'not serving', inventory: 'serving' }]);
    expect((await cut.call('GET', '/api/events')).status).toBe(503);
  }, 15_000);

  test('dead letters of the others are still there', async () => {
    const { body } = await cut.call('GET', '/api/dlq');
    expect(body.unreachable).toEqual(['orders', 'fulfilment']);
    expect(body.queues).toHaveLength(3);
    expect((await cut.call('GET', '/api/dlq/payment.dead')).status).toBe(503);
  }, 30_000);
});
