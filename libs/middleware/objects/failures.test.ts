import { once } from 'node:events';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { Fatal, OutcomeUnknown, Retryable, kindOf } from '@parley/faults';
import { killChildren, openProxy, startChild, type Child } from '@parley/faults/testing';
import { rejection, until } from '../grpc/until.fixture';
import type { Reference } from './index';
import { afterwards, aClient, aServer, closeAll, gate } from './spaces.fixture';

jest.setTimeout(30_000);
afterEach(async () => {
  await closeAll();
  killChildren();
});

interface Numbers {
  take(n: number, rest?: unknown): void;
  hangs(): void;
  dies(): void;
}

const started = async (bind = 'ws://127.0.0.1:0') => {
  const child: Child = startChild(join(__dirname, 'server.child.ts'), { args: [bind] });
  const address = (await child.line(/^ready /)).slice('ready '.length);
  return { child, reference: { address, object: 'numbers' } as Reference };
};

test('nobody there: Retryable at once, and the same stand-in works when somebody comes', async () => {
  const { child, reference } = await started();
  child.kill('SIGKILL');
  await child.exited;
  const remote = (await aClient()).remote<Numbers>(reference);
  expect(await rejection(remote.take(1))).toBeInstanceOf(Retryable);
  await started(reference.address);
  await remote.take(2);
});

test('killed in the middle of a call: OutcomeUnknown; started again: reached again', async () => {
  const { child, reference } = await started();
  const remote = (await aClient()).remote<Numbers>(reference);
  await remote.take(1);
  const [dies, hangs] = [rejection(remote.dies()), rejection(remote.hangs())];
  expect(await dies).toBeInstanceOf(OutcomeUnknown);
  expect(await hangs).toBeInstanceOf(OutcomeUnknown);
  await child.exited;
  const { child: second } = await started(reference.address);
  await remote.take(2);
  await second.line(/^took 2$/);
});

test('frozen: a call settles within its deadline, and the connection is given up before that by its silence', async () => {
  const { child, reference } = await started();
  const client = await aClient({ deadlineMs: 20_000, heartbeatMs: 100 });
  const remote = client.remote<Numbers>(reference);
  await remote.take(1);
  child.kill('SIGSTOP');
  expect(await rejection(remote.take(2))).toMatchObject({ kind: 'unknown', message: 'the other side is silent' });
  const quick = (await aClient({ deadlineMs: 800, heartbeatMs: 60_000 })).remote<Numbers>(reference);
  expect(kindOf(await rejection(quick.take(3)))).toBe('retryable');
  child.kill('SIGCONT');
  await until(async () =>
    remote.take(4).then(
      () => true,
      () => false,
    ),
  );
});

test('a method that never ends: OutcomeUnknown at the deadline, others go on', async () => {
  const { reference } = await started();
  const remote = (await aClient({ deadlineMs: 800 })).remote<Numbers>(reference);
  const hangs = rejection(remote.hangs());
  await remote.take(1);
  expect(await hangs).toMatchObject({ kind: 'unknown', message: 'hangs was not answered within 800 ms' });
});

test('more calls than the window holds wait; what could not leave is Retryable and never arrives', async () => {
  const held = gate();
  const took: number[] = [];
  const server = await aServer();
  const reference = server.export({
    take: async (n: number) => {
      took.push(n);
      await held.opened;
    },
  });
  const remote = (await aClient({ deadlineMs: 800, window: 4 })).remote<Numbers>(reference);
  const kinds = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => remote.take(n).then(() => 'ok', kindOf)));
  expect(kinds).toEqual(['unknown', 'unknown', 'unknown', 'unknown', 'retryable', 'retryable']);
  held.open();
  await remote.take(7);
  expect(took).toEqual([1, 2, 3, 4, 7]);
});

test('a client that is killed: its lease runs out and the object that only it held goes', async () => {
  const collected: string[] = [];
  const child = startChild(join(__dirname, 'holder.child.ts'));
  await child.line(/^ready/);
  const server = await aServer({ leaseMs: 600, collected: (ids) => void collected.push(...ids) });
  const reference = server.export({ hello: () => 'hello' });
  child.write(JSON.stringify(reference));
  const holder = (await child.line(/^hello /)).slice('hello '.length);
  const since = performance.now();
  await until(() => performance.now() - since > 1500);
  expect(server.references()).toMatchObject([{ object: reference.object, holders: [{ holder }] }]);
  child.kill('SIGKILL');
  await until(() => collected.length > 0);
  expect(collected).toEqual([reference.object]);
  expect(server.references()).toEqual([]);
});

describe('through a proxy that does harm', () => {
  const proxied = async (toxics: object[]) => {
    const took: number[] = [];
    const server = await aServer();
    const { address, object } = server.export({ take: (n: number) => void took.push(n) }, { pinned: true });
    const proxy = await openProxy({
      carrier: 'tcp',
      target: { host: '127.0.0.1', port: Number(address.split(':')[2]) },
    });
    afterwards(proxy.close);
    for (const toxic of toxics) proxy.addToxic(toxic as never);
    const client = await aClient({ deadlineMs: 15_000 });
    return { proxy, took, remote: client.remote<Numbers>({ address: `ws://127.0.0.1:${proxy.port}`, object }) };
  };
  const isRising = (numbers: number[]) => numbers.every((n, index) => index === 0 || n > numbers[index - 1]!);
  const many = Array.from({ length: 100 }, (_, n) => n + 1);
  const filler = (n: number) => 'x'.repeat(n % 2 ? 1 : 20_000);

  test.each([
    ['slow and uneven', [{ type: 'latency', stream: 'upstream', attributes: { latency: 20, jitter: 15 } }]],
    ['cut into bytes', [{ type: 'slicer', attributes: { average_size: 1, size_variation: 0, delay: 0 } }]],
  ])('%s: everything arrives once and in order', async (_, toxics) => {
    const { remote, took } = await proxied(toxics);
    await Promise.all(many.map((n) => remote.take(n, filler(n))));
    expect(took).toEqual(many);
  });

  test('cut again and again: nothing twice, nothing out of order, and every loss is known', async () => {
    const { remote, took, proxy } = await proxied([]);
    const outcomes = many.map((n) => remote.take(n, filler(n)).then(() => 'ok', kindOf));
    await until(() => took.length > 10);
    proxy.cut();
    const later = many.map((n) => remote.take(n + 100, filler(n)).then(() => 'ok', kindOf));
    const kinds = await Promise.all([...outcomes, ...later]);
    expect(isRising(took)).toBe(true);
    const lost = kinds.flatMap((kind, index) => (took.includes(index + 1) ? [] : [kind]));
    expect(lost).not.toContain('ok');
    expect(kinds.flatMap((kind, index) => (kind === 'retryable' && took.includes(index + 1) ? [index] : []))).toEqual(
      [],
    );
    expect(took.some((n) => n > 100)).toBe(true);
  });

  test('the answer cut off after the request: OutcomeUnknown, executed once, not repeated', async () => {
    const { remote, took, proxy } = await proxied([]);
    await remote.take(1);
    proxy.addToxic({ type: 'cut_after_request', attributes: { every: 1 } } as never);
    expect(await rejection(remote.take(2))).toBeInstanceOf(OutcomeUnknown);
    proxy.reset();
    await remote.take(3);
    expect(took).toEqual([1, 2, 3]);
  });
});

test('a newer connection of a client ends its older one; an older one that comes late is not let in', async () => {
  const server = await aServer();
  const join = async (nth: number) => {
    const socket = new WebSocket(`${server.addresses[0]}/?holder=h&nth=${nth}`);
    afterwards(() => socket.terminate());
    const closed = once(socket, 'close');
    await once(socket, 'open');
    return { socket, closed };
  };
  const second = await join(2);
  const third = await join(3);
  await second.closed;
  await (
    await join(1)
  ).closed;
  expect(third.socket.readyState).toBe(WebSocket.OPEN);
});

describe('close', () => {
  test('settles everything: what was taken still goes out, what comes after is Fatal closed; twice is once', async () => {
    const held = gate();
    const server = await aServer();
    const reference = server.export({ take: () => held.opened });
    const client = await aClient({ window: 1 });
    const remote = client.remote<Numbers>(reference);
    const [one, two] = [remote.take(1), remote.take(2)];
    await until(() => server.references()[0]!.holders.length > 0);
    const closing = [client.close(), client.close()];
    expect(await rejection(remote.take(3))).toMatchObject({ kind: 'fatal', reason: 'closed' });
    held.open();
    await Promise.all([one, two, ...closing]);
  });

  test('a server that closes answers what it has in hand', async () => {
    const [held, entered] = [gate(), gate()];
    const server = await aServer();
    const take = () => {
      entered.open();
      return held.opened;
    };
    const remote = (await aClient()).remote<Numbers>(server.export({ take }));
    const taking = remote.take(1);
    await entered.opened;
    const closing = server.close();
    held.open();
    await Promise.all([taking, closing]);
  });

  test('a server that closes is left, and its process ends', async () => {
    const { child, reference } = await started();
    const remote = (await aClient()).remote<Numbers>(reference);
    await remote.take(1);
    child.kill('SIGTERM');
    expect(await child.exited).toEqual({ code: 0, signal: null });
    expect(await rejection(remote.take(2))).toBeInstanceOf(Retryable);
  });
});

test.each(['http://127.0.0.1:1', 'ws://nowhere', ''])('%j is no address', async (address) => {
  const error = await rejection<Fatal>(aServer({ bind: address }));
  expect(error).toMatchObject({ kind: 'fatal', reason: 'bad-address' });
  const remote = (await aClient()).remote<Numbers>({ address, object: 'x' });
  expect(await rejection(remote.take(1))).toMatchObject({ kind: 'fatal', reason: 'bad-address' });
});
