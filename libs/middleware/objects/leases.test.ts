import { rejection, until } from '../grpc/until.fixture';
import { openLeases } from './leases';
import { aClient, aServer, closeAll } from './spaces.fixture';

jest.setTimeout(30_000);
afterEach(closeAll);

describe('leases, by a clock of the test', () => {
  const open = () => {
    const clock = { at: 0 };
    return { clock, leases: openLeases<string>(100, () => clock.at) };
  };

  test('an object goes with its last lease, not with the first', () => {
    const { clock, leases } = open();
    leases.add('o', 'object', false);
    leases.hold('o', 'a');
    clock.at = 60;
    leases.hold('o', 'b');
    clock.at = 100;
    expect(leases.sweep()).toEqual([]);
    expect(leases.list()[0]!.holders).toEqual([{ holder: 'b', leftMs: 60 }]);
    clock.at = 160;
    expect(leases.sweep().map(({ id }) => id)).toEqual(['o']);
    expect(leases.find('o')).toBeUndefined();
    expect(leases.hold('o', 'b')).toBe(false);
  });

  test('renewed in time it stays', () => {
    const { clock, leases } = open();
    leases.add('o', 'object', false);
    for (clock.at = 0; clock.at < 1000; clock.at += 90) {
      leases.hold('o', 'a');
      expect(leases.sweep()).toEqual([]);
    }
  });

  test('a reference that is still on its way keeps the object for one lease', () => {
    const { clock, leases } = open();
    leases.add('o', 'object', false);
    clock.at = 99;
    expect(leases.sweep()).toEqual([]);
    clock.at = 100;
    expect(leases.sweep()).toHaveLength(1);
  });

  test('given back by its last holder it goes at once; pinned it stays', () => {
    const { leases } = open();
    leases.add('o', 'object', false);
    leases.add('p', 'pinned', true);
    for (const id of ['o', 'p']) {
      leases.hold(id, 'a');
      leases.hold(id, 'b');
      leases.release(id, 'a');
    }
    expect(leases.sweep()).toEqual([]);
    for (const id of ['o', 'p']) leases.release(id, 'b');
    expect(leases.sweep().map(({ id }) => id)).toEqual(['o']);
    expect(leases.find('p')).toBe('pinned');
  });
});

interface Hello {
  hello(): string;
}

test('an object that a client holds outlives its lease many times, and goes when it is given back', async () => {
  const collected: string[] = [];
  const server = await aServer({ leaseMs: 300, collected: (ids) => void collected.push(...ids) });
  const reference = server.export({ hello: () => 'hello' });
  const client = await aClient({ leaseMs: 300 });
  const remote = client.remote<Hello>(reference);
  expect(await remote.hello()).toBe('hello');
  const [before] = server.references();
  expect(before).toMatchObject({ object: reference.object, holders: [{ holder: client.holder }] });
  const since = performance.now();
  await until(() => performance.now() - since > 1000);
  expect(await remote.hello()).toBe('hello');
  client.release(reference);
  await until(() => collected.length === 1);
  expect(collected).toEqual([reference.object]);
  expect(await rejection(client.remote<Hello>(reference).hello())).toMatchObject({ reason: 'no-such-object' });
});

test('one reference taken twice must be given back twice', async () => {
  const server = await aServer({ leaseMs: 300 });
  const reference = server.export({ hello: () => 'hello' });
  const client = await aClient({ leaseMs: 300 });
  const [first] = [client.remote<Hello>(reference), client.remote<Hello>(reference)];
  await first.hello();
  client.release(reference);
  const since = performance.now();
  await until(() => performance.now() - since > 1000);
  expect(await first.hello()).toBe('hello');
});

test('closing gives back at once what a space holds', async () => {
  const server = await aServer();
  const reference = server.export({ hello: () => 'hello' });
  const client = await aClient();
  await client.remote<Hello>(reference).hello();
  await client.close();
  await until(() => server.references().length === 0);
});

test('unexported, an object cannot be called any more, by those either who have it', async () => {
  const server = await aServer();
  const reference = server.export({ hello: () => 'hello' }, { pinned: true });
  const remote = (await aClient()).remote<Hello>(reference);
  expect(await remote.hello()).toBe('hello');
  server.unexport(reference);
  expect(await rejection(remote.hello())).toMatchObject({ kind: 'fatal', reason: 'no-such-object' });
});
