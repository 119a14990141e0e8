import { join } from 'node:path';
import { OutcomeUnknown, Retryable, kindOf } from '@parley/faults';
import { killChildren, openProxy, startChild, type Child } from '@parley/faults/testing';
import { rejection, until } from '../grpc/until.fixture';
import { afterwards, client, closeAll, connected, gate, serving } from './pair.fixture';

jest.setTimeout(30_000);
afterEach(async () => {
  await closeAll();
  killChildren();
});

const started = async (port = 0) => {
  const child: Child = startChild(join(__dirname, 'server.child.ts'), { args: [String(port)] });
  return { child, port: Number((await child.line(/^ready /)).slice('ready '.length)) };
};

test('nobody there: Retryable at once; somebody comes: the same client reaches it', async () => {
  const { child, port } = await started();
  child.kill('SIGKILL');
  await child.exited;
  const remote = client(port);
  expect(await rejection(remote.call('take', 1))).toBeInstanceOf(Retryable);
  const { child: second } = await started(port);
  await remote.call('take', 2);
  await second.line(/^took 2$/);
});

test('killed in the middle of a call: OutcomeUnknown; started again: entered again', async () => {
  const { child, port } = await started();
  const entered: number[] = [];
  const enter = async (root: object, nth: number) => {
    entered.push(nth);
    return root;
  };
  const remote = client(port, { enter });
  const [dies, hangs] = [rejection(remote.call('dies')), rejection(remote.call('hangs'))];
  expect(await dies).toBeInstanceOf(OutcomeUnknown);
  expect(await hangs).toBeInstanceOf(OutcomeUnknown);
  await child.exited;
  const { child: second } = await started(port);
  await remote.call('take', 2);
  await second.line(/^took 2$/);
  expect(entered).toEqual([1, 2]);
});

test('frozen: OutcomeUnknown at the deadline, and the connection is given up', async () => {
  const { child, port } = await started();
  const connection = await connected(port, { deadlineMs: 800 });
  const root = await connection.root<{ take(n: number): void }>();
  child.kill('SIGSTOP');
  expect(await rejection(root.take(1))).toBeInstanceOf(OutcomeUnknown);
  await connection.lost;
  expect(await rejection(root.take(2))).toBeInstanceOf(Retryable);
});

test('slow is not frozen: the deadline of one call costs nothing but that call', async () => {
  const held = gate();
  const server = await serving({ exposed_waits: () => held.opened, exposed_take: (n: number) => n });
  const connection = await connected(server.port, { deadlineMs: 800 });
  const root = await connection.root<{ waits(): void; take(n: number): number }>();
  expect(await rejection(root.waits())).toBeInstanceOf(OutcomeUnknown);
  expect(await root.take(1)).toBe(1);
  held.open();
});

test('an answer that comes too late is dropped and told', async () => {
  const held = gate();
  const server = await serving({ exposed_waits: () => held.opened, exposed_take: (n: number) => n });
  const refused: string[] = [];
  const connection = await connected(server.port, {
    deadlineMs: 600,
    refused: ({ reason }) => void refused.push(reason),
  });
  const root = await connection.root<{ waits(): void; take(n: number): number }>();
  await rejection(root.waits());
  expect(refused).toEqual([]);
  held.open();
  expect(await root.take(1)).toBe(1);
  await until(() => refused.length > 0);
  expect(refused).toEqual(['late-reply']);
});

test('more calls than the window holds wait; what could not leave is Retryable and never arrives', async () => {
  const held = gate();
  const took: number[] = [];
  const take = async (n: number) => {
    took.push(n);
    await held.opened;
  };
  const server = await serving({ exposed_take: take });
  const remote = client(server.port, { deadlineMs: 800, window: 4 });
  const kinds = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => remote.call('take', n).then(() => 'ok', kindOf)));
  expect(kinds).toEqual(['unknown', 'unknown', 'unknown', 'unknown', 'retryable', 'retryable']);
  held.open();
  await remote.call('take', 7);
  expect(took).toEqual([1, 2, 3, 4, 7]);
});

describe('through a proxy that does harm', () => {
  const proxied = async (toxics: object[]) => {
    const took: number[] = [];
    const server = await serving({ exposed_take: (n: number) => void took.push(n) });
    const proxy = await openProxy({ carrier: 'tcp', target: { host: '127.0.0.1', port: server.port } });
    afterwards(proxy.close);
    for (const toxic of toxics) proxy.addToxic(toxic as never);
    return { took, proxy, remote: client(proxy.port, { deadlineMs: 15_000 }) };
  };
  const many = Array.from({ length: 100 }, (_, n) => n + 1);
  const filler = (n: number) => 'x'.repeat(n % 2 ? 1 : 20_000);

  test.each([
    ['slow and uneven', [{ type: 'latency', stream: 'upstream', attributes: { latency: 20, jitter: 15 } }]],
    ['cut into bytes', [{ type: 'slicer', attributes: { average_size: 1, size_variation: 0, delay: 0 } }]],
  ])('%s: everything arrives once and in order', async (_, toxics) => {
    const { remote, took } = await proxied(toxics);
    await Promise.all(many.map((n) => remote.call('take', n, filler(n)).catch(() => remote.call('take', -n))));
    expect(took).toEqual(many);
  });

  test('the answer cut off after the request: OutcomeUnknown, executed once, not repeated', async () => {
    const { remote, took, proxy } = await proxied([]);
    await remote.call('take', 1);
    proxy.addToxic({ type: 'cut_after_request', attributes: { every: 1 } } as never);
    expect(await rejection(remote.call('take', 2))).toBeInstanceOf(OutcomeUnknown);
    proxy.reset();
    await remote.call('take', 3);
    expect(took).toEqual([1, 2, 3]);
  });
});

describe('close', () => {
  test('settles everything: what was taken still goes out, what comes after is Fatal closed; twice is once', async () => {
    const held = gate();
    const server = await serving({ exposed_waits: () => held.opened });
    const remote = client(server.port, { window: 1 });
    const [one, two] = [remote.call('waits'), remote.call('waits')];
    await until(() => server.connections().length === 1);
    const closing = [remote.close(), remote.close()];
    expect(await rejection(remote.call('waits'))).toMatchObject({ kind: 'fatal', reason: 'closed' });
    held.open();
    await Promise.all([one, two, ...closing]);
  });

  test('a server that closes answers what it has in hand', async () => {
    const held = gate();
    const entered = gate();
    const waits = () => {
      entered.open();
      return held.opened;
    };
    const server = await serving({ exposed_waits: waits }, { drainMs: 5000 });
    const waiting = client(server.port).call('waits');
    await entered.opened;
    const closing = server.close();
    // A turn in which a close that did not wait would have said goodbye.
    await new Promise((resolve) => setImmediate(resolve));
    held.open();
    await Promise.all([waiting, closing]);
  });

  test('a server that closes is left, and its process ends', async () => {
    const { child, port } = await started();
    const remote = client(port);
    await remote.call('take', 1);
    child.kill('SIGTERM');
    expect(await child.exited).toEqual({ code: 0, signal: null });
    expect(await rejection(remote.call('take', 2))).toBeInstanceOf(Retryable);
  });

  test('a connection that is closed settles what waits with OutcomeUnknown', async () => {
    const server = await serving({ exposed_waits: () => new Promise(() => undefined) });
    const connection = await connected(server.port);
    const root = await connection.root<{ waits(): void }>();
    const waits = rejection(root.waits());
    await connection.close();
    expect(await waits).toMatchObject({ kind: 'unknown', message: 'the connection was closed' });
  });
});
