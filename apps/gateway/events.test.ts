import { connect } from 'node:net';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { event } from './testing/orders';
import { startGateway, type Running } from './testing/start';

let gateway: Running;
beforeAll(async () => {
  gateway = await startGateway({ patienceMs: 300, heartbeatMs: 30, maxStreams: 3 });
});
afterAll(() => gateway.stop());

/** Resolves when `condition` holds; the test's own time limit is the deadline. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}

const streamsOpen = async () =>
  /^parley_event_streams (\d+)$/m.exec(await (await fetch(`${gateway.url}/metrics`)).text())?.[1];

/** Reads events until `count` are there, and what comments came between them. */
async function read(count: number, path = '/api/events', headers: Record<string, string> = {}) {
  const stop = new AbortController();
  const response = await fetch(gateway.url + path, { headers, signal: stop.signal });
  const events: EventSourceMessage[] = [];
  let comments = 0;
  const parser = createParser({ onEvent: (message) => events.push(message), onComment: () => (comments += 1) });
  const decoder = new TextDecoder();
  for await (const chunk of response.body!) {
    parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
    if (events.length >= count && comments > 0) break;
  }
  stop.abort();
  return { response, events, comments };
}

/** The log: ten events, then quiet until the reader leaves. */
function tenEvents() {
  gateway.orders.setLog(async function* (after, call) {
    for (let sequence = after + 1; sequence <= 10; sequence += 1) yield event(sequence);
    await new Promise<void>((resolve) => call.signal.addEventListener('abort', () => resolve(), { once: true }));
  });
}

test('every event from the first on, its id being the sequence, with heartbeats between', async () => {
  tenEvents();
  const { response, events, comments } = await read(10);
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  expect(events.map(({ id }) => Number(id))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(events[0]!.event).toBe('order');
  expect(JSON.parse(events[0]!.data)).toMatchObject({
    orderId: 'order-1',
    version: 1,
    type: 'paid',
    gross: '6.12',
    country: 'France',
  });
  expect(comments).toBeGreaterThan(0);
});

test('goes on after Last-Event-ID, which wins over ?after=', async () => {
  tenEvents();
  expect((await read(3, '/api/events', { 'Last-Event-ID': '7' })).events.map(({ id }) => id)).toEqual(['8', '9', '10']);
  expect((await read(2, '/api/events?after=8')).events.map(({ id }) => id)).toEqual(['9', '10']);
  expect((await read(1, '/api/events?after=2', { 'Last-Event-ID': '9' })).events.map(({ id }) => id)).toEqual(['10']);
});

test('an id that is no number is refused', async () => {
  const { status, body } = await gateway.call('GET', '/api/events', { headers: { 'Last-Event-ID': 'seven' } });
  expect([status, body.errors[0].pointer]).toEqual([400, '#/last-event-id']);
});

test('a client that reads nothing is disconnected, and costs no more than the buffers on its way', async () => {
  let made = 0;
  let left = false;
  gateway.orders.setLog(async function* () {
    try {
      for (;;) yield event((made += 1), 'x'.repeat(10_000));
    } finally {
      left = true;
    }
  });
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  socket.pause();
  let closed = false;
  socket.on('close', () => (closed = true)).on('error', () => undefined);
  socket.write('GET /api/events HTTP/1.1\r\nHost: gateway\r\n\r\n');
  await until(() => left);
  await until(async () => (await streamsOpen()) === '0');
  // What the kernel and the two HTTP/2 windows hold is some MB of 10 kB events; a buffer without bound would hold all.
  expect(made).toBeLessThan(5_000);
  socket.resume();
  await until(() => closed);
});

test('a client that leaves frees its stream at orders', async () => {
  let left = false;
  gateway.orders.setLog(async function* (_after, call) {
    call.signal.addEventListener('abort', () => (left = true), { once: true });
    yield event(1);
    await new Promise<void>((resolve) => call.signal.addEventListener('abort', () => resolve(), { once: true }));
  });
  await read(1);
  await until(() => left);
});

test('the stream past the limit is refused until another ends', async () => {
  tenEvents();
  await until(async () => (await streamsOpen()) === '0');
  const stops = [1, 2, 3].map(() => new AbortController());
  await Promise.all(stops.map((stop) => fetch(`${gateway.url}/api/events`, { signal: stop.signal })));
  const refused = await gateway.call('GET', '/api/events');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
  stops.forEach((stop) => stop.abort());
  await until(async () => (await streamsOpen()) === '0');
});

test('a drain ends the streams, so that the process can stop', async () => {
  const short = await startGateway();
  short.orders.setLog(async function* (_after, call) {
    yield event(1);
    await new Promise<void>((resolve) => call.signal.addEventListener('abort', () => resolve(), { once: true }));
  });
  const response = await fetch(`${short.url}/api/events`);
  const reader = response.body!.getReader();
  let seen = '';
  while (!seen.includes('id: 1\n')) seen += Buffer.from((await reader.read()).value!).toString();
  await short.stop();
  while (!(await reader.read()).done);
});
