import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';
import { rejection, until } from '../grpc/until.fixture';
import { PythonError, Slice, dir, repr, sameObject, setAttribute, str } from './index';
import { closeAll, connected, serving } from './pair.fixture';

jest.setTimeout(30_000);
afterEach(closeAll);

interface Desk {
  count: number;
  list: string[];
  echo<T>(value: T): T;
  make(): { add(by: number): number; value: number };
  each(call: (n: number) => unknown): Promise<unknown[]>;
  fails(how: string): void;
  is(one: unknown): boolean;
  nothing: unknown;
  secret: unknown;
}

const list = ['a', 'b', 'c'];
const service = {
  exposed_count: 3,
  exposed_list: list,
  secret: 'kept',
  exposed_echo: (value: unknown) => value,
  exposed_make: () => {
    const made = { exposed_value: 1, exposed_add: (by: number) => (made.exposed_value += by) };
    return made;
  },
  exposed_each: async (call: (n: number) => Promise<unknown>) => [await call(1), await call(2)],
  exposed_is: (one: unknown) => one === list,
  exposed_fails: (how: string) => {
    if (how === 'retryable') throw new Retryable('later');
    if (how === 'fatal') throw new Fatal('never', { reason: 'refused' });
    if (how === 'unknown') throw new OutcomeUnknown('who knows');
    if (how === 'key') throw new PythonError('KeyError', 'no such key');
    throw new TypeError('oops');
  },
};

const open = async () => {
  const server = await serving(service);
  const connection = await connected(server.port);
  return { server, connection, root: await connection.root<Desk>() };
};

test('attributes and methods are those of the remote object, with and without the prefix', async () => {
  const { root } = await open();
  expect(await root.count).toBe(3);
  expect(await (root as unknown as { exposed_count: Promise<number> }).exposed_count).toBe(3);
  const made = (await root.make()) as unknown as Record<string, unknown> & { add(by: number): Promise<number> };
  expect(await made.add(2)).toBe(3);
  expect(await made.value).toBe(3);
  expect(await rejection(root.secret as Promise<unknown>)).toMatchObject({ kind: 'fatal', reason: 'AttributeError' });
  expect(await rejection(root.nothing as Promise<unknown>)).toMatchObject({ reason: 'AttributeError' });
  for (const name of ['constructor', '__proto__', 'toString'])
    expect(await rejection((root as never)[name])).toMatchObject({ reason: 'AttributeError' });
});

test('nothing is sent for an attribute that nobody awaits', async () => {
  const { root } = await open();
  const fails = root.fails;
  expect(typeof fails).toBe('function');
  expect(await root.count).toBe(3);
});

test('what cannot change travels by value, a list by reference, a function is called back', async () => {
  const { root } = await open();
  const tuple = Object.freeze([1, 2n ** 70n, 1.5, null, true, 'é', Buffer.from([0, 255]), Object.freeze(['in'])]);
  expect(await root.echo(tuple)).toEqual(tuple);
  const remote = (await root.list) as unknown as Record<'__len__' | '__getitem__', (...args: unknown[]) => unknown> &
    AsyncIterable<string>;
  expect(await remote.__len__()).toBe(3);
  expect(await remote.__getitem__(-1)).toBe('c');
  const found: string[] = [];
  for await (const one of remote) found.push(one);
  expect(found).toEqual(list);
  expect(await str(await remote.__getitem__(new Slice(0, 2, null)))).toBe("['a', 'b']");
  expect(await root.is(remote)).toBe(true);
  const seen: number[] = [];
  const both = await root.each((n) => seen.push(n) * 10);
  expect(seen).toEqual([1, 2]);
  expect(await repr(both)).toBe('[10, 20]');
});

test('a list or function of ours that comes back is itself', async () => {
  const { root } = await open();
  const [mine, call] = [['x'], () => 1];
  expect(await root.echo(mine)).toBe(mine);
  expect(await root.echo(call)).toBe(call);
  const remote = await root.list;
  expect(sameObject(remote, await root.list)).toBe(true);
  expect(sameObject(remote, await root.make())).toBe(false);
});

test.each([
  ['retryable', Retryable, { message: 'later' }],
  ['fatal', Fatal, { reason: 'refused' }],
  ['unknown', OutcomeUnknown, { message: 'who knows' }],
  ['key', Fatal, { reason: 'KeyError', message: 'no such key' }],
  ['type', Fatal, { reason: 'TypeError', message: 'oops' }],
])('an error crosses as what it was: %s', async (how, type, also) => {
  const { root } = await open();
  const error = await rejection(root.fails(how));
  expect(error).toBeInstanceOf(type);
  expect(error).toMatchObject(also);
});

test('a remote object says what it has, and is not assigned to', async () => {
  const { root } = await open();
  expect(await dir(root)).toContain('exposed_make');
  expect(await rejection(setAttribute(root, 'count', 4))).toMatchObject({ reason: 'AttributeError' });
  expect(() => ((root as { count: unknown }).count = 4)).toThrow(TypeError);
});

test('references are given back: when asked, and when they are garbage', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const { server, connection, root } = await open();
  const given = () => server.connections()[0]!.references().given;
  const before = given();
  const kept = await root.list;
  expect(given()).toBe(before + 1);
  connection.release(kept as unknown as object);
  await until(() => given() === before);
  await (async () => {
    for (let n = 0; n < 20; n++) await root.make();
  })();
  expect(given()).toBeGreaterThan(before + 10);
  await until(async () => {
    collect();
    await root.count;
    return given() <= before + 1;
  });
});
