import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';
import { rejection, until } from '../grpc/until.fixture';
import { keepBound, type Reference, type Registry } from './index';
import { aClient, aRegistry, aServer, closeAll } from './spaces.fixture';

jest.setTimeout(30_000);
afterEach(closeAll);

interface Counter {
  add(by: number): number;
}
const counter = () => {
  let value = 0;
  return { add: (by: number) => (value += by) };
};

test('a reference found in a registry is passed on, and both call the one object, the registry being gone', async () => {
  const registry = await aRegistry();
  const server = await aServer();
  await registry.seenBy(server).bind('counter', server.export(counter(), { pinned: true }));
  const b = await aServer();
  // B is given the reference as an argument and returns another one, of an object of its own.
  const desk = b.export({
    take: async (reference: Reference) => {
      await b.remote<Counter>(reference).add(10);
      return b.export({ hello: () => 'from B' });
    },
  });
  const a = await aClient();
  const reference = await registry.seenBy(a).lookup('counter');
  await registry.space.close();
  expect(await a.remote<Counter>(reference).add(1)).toBe(1);
  const given = await a.remote<{ take(reference: Reference): Reference }>(desk).take(reference);
  expect(await a.remote<{ hello(): string }>(given).hello()).toBe('from B');
  expect(await a.remote<Counter>(reference).add(1)).toBe(12);
});

test('a function is passed as an argument and called back while the call is under way', async () => {
  const server = await aServer();
  const each = server.export({
    each: async (call: (n: number) => Promise<number>) => [await call(1), await call(2)],
  });
  const remote = (await aClient()).remote<{ each(call: (n: number) => number): number[] }>(each);
  expect(await remote.each((n) => n * 10)).toEqual([10, 20]);
});

test('bytes, large ones too, and plain values arrive as they were', async () => {
  const server = await aServer();
  const echo = server.export({ echo: (value: unknown) => value });
  const remote = (await aClient()).remote<{ echo(value: unknown): unknown }>(echo);
  const bytes = Buffer.alloc(4 * 1024 * 1024, Buffer.from(Array.from({ length: 256 }, (_, n) => n)));
  expect(Buffer.compare(Buffer.from((await remote.echo(bytes)) as Uint8Array), bytes)).toBe(0);
  const value = { text: 'é', list: [1, null, true], big: 2n ** 70n };
  expect(await remote.echo(value)).toEqual(value);
});

test.each([
  ['retryable', new Retryable('later'), Retryable, {}],
  ['fatal', new Fatal('never', { reason: 'refused', detail: { sku: '7' } }), Fatal, { reason: 'refused' }],
  ['unknown', new OutcomeUnknown('who knows'), OutcomeUnknown, {}],
  ['a programming error', new TypeError('oops'), OutcomeUnknown, { message: 'oops' }],
])('an error crosses as what it was: %s', async (_, thrown, type, also) => {
  const server = await aServer();
  const fails = server.export({
    fails: () => {
      throw thrown;
    },
  });
  const error = await rejection((await aClient()).remote<{ fails(): void }>(fails).fails());
  expect(error).toBeInstanceOf(type);
  expect(error).toMatchObject({ message: thrown.message, ...also });
});

test('what is not there, or cannot be sent, is an error of that call alone', async () => {
  const server = await aServer();
  const reference = server.export({ hello: () => 'hello', odd: () => new Map() });
  const client = await aClient();
  const remote = client.remote<{ hello(): string; nothing(): void; odd(): unknown; take(what: unknown): void }>(
    reference,
  );
  expect(await rejection(remote.nothing())).toMatchObject({ kind: 'fatal', reason: 'no-such-method' });
  expect(await rejection(remote.take(new Map()))).toMatchObject({ kind: 'fatal', reason: 'refused' });
  expect(await rejection(remote.odd())).toMatchObject({ kind: 'fatal', reason: 'refused' });
  const other = client.remote<Counter>({ ...reference, object: 'guessed' });
  expect(await rejection(other.add(1))).toMatchObject({ kind: 'fatal', reason: 'no-such-object' });
  expect(await remote.hello()).toBe('hello');
});

describe('a registry', () => {
  const open = async () => {
    const registry = await aRegistry();
    const server = await aServer();
    const names = registry.seenBy(server);
    return { registry, names, one: server.export(counter()), other: server.export(counter()) };
  };

  test('binds, looks up, lists, unbinds', async () => {
    const { names, one, other } = await open();
    expect(await rejection(names.lookup('desk'))).toBeInstanceOf(Retryable);
    await names.bind('desk', one);
    await names.bind('till', other);
    expect(await names.lookup('desk')).toEqual(one);
    expect((await names.list()).map(({ name }) => name)).toEqual(['desk', 'till']);
    await names.unbind('desk');
    expect(await rejection(names.lookup('desk'))).toBeInstanceOf(Retryable);
    expect(await rejection(names.unbind('desk'))).toMatchObject({ reason: 'not-bound' });
  });

  test('a taken name is not given away unless that is asked for', async () => {
    const { names, one, other } = await open();
    await names.bind('desk', one);
    await names.bind('desk', one);
    expect(await rejection(names.bind('desk', other))).toMatchObject({ kind: 'fatal', reason: 'already-bound' });
    expect(await names.lookup('desk')).toEqual(one);
    await names.bind('desk', other, { replace: true });
    expect(await names.lookup('desk')).toEqual(other);
  });

  test.each([
    ['name', ['', { address: 'ws://127.0.0.1:1', object: 'x' }], 'bad-name'],
    ['reference', ['desk', { address: 5 }], 'undecodable'],
    ['nothing', ['desk', null], 'undecodable'],
  ])('refuses what is no %s', async (_, args, reason) => {
    const { names } = await open();
    const bind = names.bind as (...args: unknown[]) => Promise<void>;
    expect(await rejection(bind(...args))).toMatchObject({ kind: 'fatal', reason });
  });

  test('forgets a name that nobody keeps, and keeps one that is kept', async () => {
    const { names, one, other } = await open();
    const kept = await keepBound(names, 'kept', one, { leaseMs: 400 });
    await names.bind('left', other, { leaseMs: 400 });
    await until(async () => (await names.list()).length === 1);
    expect(await names.lookup('kept')).toEqual(one);
    await kept.stop();
    expect(await names.list()).toEqual([]);
  });

  test('who has taken a name over keeps it from the one before', async () => {
    const { names, one, other } = await open();
    let [asked, refusals] = [0, 0];
    const watched: typeof names = {
      ...({ lookup: names.lookup, list: names.list, unbind: names.unbind } as typeof names),
      bind: async (...args: Parameters<Registry['bind']>) => {
        asked += 1;
        await names.bind(...args).catch((error) => {
          refusals += 1;
          throw error;
        });
      },
    };
    await keepBound(watched, 'desk', one, { leaseMs: 400 });
    const kept = await keepBound(names, 'desk', other, { leaseMs: 400, replace: true });
    await until(() => refusals === 1);
    const before = asked;
    await until(async () => (await names.lookup('desk')).object === other.object);
    expect(asked).toBe(before);
    await kept.stop();
  });
});
