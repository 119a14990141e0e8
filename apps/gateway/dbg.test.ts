import { startGateway } from './testing/start';
import { event } from './testing/orders';
test('x', async () => {
  const g = await startGateway({ patienceMs: 300, heartbeatMs: 30, maxStreams: 3 });
  g.orders.setLog(async function* (after, call) {
    yield event(1);
    await new Promise<void>((resolve) => call.signal.addEventListener('abort', () => resolve(), { once: true }));
  });
  const stops = [1, 2, 3].map(() => new AbortController());
  await Promise.all(stops.map((stop) => fetch(`${g.url}/api/events`, { signal: stop.signal })));
  stops.forEach((s) => s.abort());
  const t = Date.now();
  await g.http.drain(); console.log('http', Date.now() - t);
  g.close();
  await g.ordersServer.drain(1000); console.log('orders', Date.now() - t);
  for (const o of g.others) { await o.drain(1000); console.log('other', Date.now() - t); }
}, 20000);
