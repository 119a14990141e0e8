import dgram from 'node:dgram';
import { openNames, openNameServer, type NameServer } from './names';

let server: NameServer;
beforeAll(async () => (server = await openNameServer()));
afterAll(() => server.close());

test('a service is found by its name, and found again when it has moved', async () => {
  const names = openNames(server.address);
  server.announce('_stock._tcp.shop.test', { host: '127.0.0.1', port: 7001 });
  expect(await names.find('_stock._tcp.shop.test')).toEqual({ host: '127.0.0.1', port: 7001 });
  server.announce('_stock._tcp.shop.test', { host: '127.0.0.2', port: 7002 });
  expect(await names.find('_stock._tcp.shop.test')).toEqual({ host: '127.0.0.2', port: 7002 });
});

test('an unknown name is Fatal', async () => {
  await expect(openNames(server.address).find('_none._tcp.shop.test')).rejects.toMatchObject({
    kind: 'fatal',
    reason: 'unknown-name',
  });
});

test('a name server that does not answer is Retryable, within the deadline', async () => {
  const silent = dgram.createSocket('udp4');
  await new Promise<void>((resolve) => silent.bind(0, '127.0.0.1', resolve));
  const names = openNames(`127.0.0.1:${silent.address().port}`, { deadlineMs: 100 });
  await expect(names.find('_stock._tcp.shop.test')).rejects.toMatchObject({ kind: 'retryable' });
  await new Promise<void>((resolve) => silent.close(() => resolve()));
});

test('bytes that are no question leave it alive', async () => {
  const stranger = dgram.createSocket('udp4');
  const port = Number(server.address.split(':')[1]);
  await new Promise((resolve) => stranger.send(Buffer.from('hello?'), port, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => stranger.close(() => resolve()));
  server.announce('_stock._tcp.shop.test', { host: '127.0.0.1', port: 7003 });
  expect((await openNames(server.address).find('_stock._tcp.shop.test')).port).toBe(7003);
});
