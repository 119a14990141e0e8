import type { CallsDefinition } from '@parley/contracts/generated/parley/styles/v1/Calls';
import { openTcpProxy } from '@parley/faults/testing';
import { grpcClient, grpcService, grpcStranger, serveGrpc, type Marshalling, type RetryPolicy } from './index';
import { rejection } from './until.fixture';

const name = 'parley.styles.v1.Calls';
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const seen: Marshalling[] = [];
const told: unknown[] = [];
let executed: string[] = [];

const served = async () => {
  const service = grpcService<CallsDefinition>(name, {
    Notify: async () => ({}),
    Reserve: async () => ({}),
    Echo: async ({ text }) => {
      executed.push(text);
      return { text };
    },
  });
  const server = await serveGrpc({
    address: '127.0.0.1:0',
    services: [service],
    refused: (error) => told.push(error),
    watch: (step) => seen.push(step),
  });
  closing.push(() => server.drain(200));
  return server.port;
};

beforeEach(() => {
  seen.length = 0;
  told.length = 0;
  executed = [];
});

test('each packing and unpacking of a call is seen, in order, with its bytes', async () => {
  const client = grpcClient<CallsDefinition>(name, `127.0.0.1:${await served()}`, { watch: (step) => seen.push(step) });
  closing.push(client.close);
  await client.Echo({ text: 'abc' });
  expect(seen.map(({ step, channel, bytes }) => [step, channel, bytes])).toEqual(
    ['packing', 'packed', 'unpacking', 'unpacked', 'packing', 'packed', 'unpacking', 'unpacked'].map((step) => [
      step,
      `${name}/Echo`,
      5,
    ]),
  );
  const times = seen.map(({ at }) => at);
  expect(times).toEqual([...times].sort((a, b) => (a < b ? -1 : 1)));
});

test('bytes that are no request are answered INVALID_ARGUMENT and told of; the next call is served', async () => {
  const address = `127.0.0.1:${await served()}`;
  const stranger = grpcStranger(address, `/${name}/Echo`);
  closing.push(stranger.close);
  expect(await stranger.say(Buffer.from([0xff, 0xff, 0xff]))).toBe('INVALID_ARGUMENT');
  expect(told).toEqual([expect.objectContaining({ reason: 'undecodable', kind: 'fatal' })]);
  expect(executed).toEqual([]);
  expect(await stranger.say(Buffer.from('\x0a\x03abc'))).toBe('OK');
  expect(executed).toEqual(['abc']);
});

const always: RetryPolicy = {
  maxAttempts: 3,
  initialBackoff: '0.01s',
  maxBackoff: '0.1s',
  backoffMultiplier: 2,
  retryableStatusCodes: ['UNAVAILABLE'],
};

test.each([
  ['a retry policy repeats it, whatever it does', always, ['x', 'x']],
  ['without one it is executed once', undefined, ['x']],
])('a call whose answer is cut off: %s', async (_what, retryPolicy, expected) => {
  const port = await served();
  let cuts = 1;
  const proxy = await openTcpProxy(
    { host: '127.0.0.1', port },
    {
      toClient: (chunk, _connection, cut) => {
        if (executed.length === 0 || cuts === 0) return chunk;
        cuts -= 1;
        cut();
        return undefined;
      },
    },
  );
  closing.push(proxy.close);
  const client = grpcClient<CallsDefinition>(name, `127.0.0.1:${proxy.port}`, { retryPolicy });
  closing.push(client.close);
  const call = client.Echo({ text: 'x' });
  if (retryPolicy) expect(await call).toEqual({ text: 'x' });
  else expect(await rejection(call)).toMatchObject({ kind: 'unknown' });
  expect(executed).toEqual(expected);
});
