import { killChildren } from '@parley/faults/testing';
import { startHost, type Host } from './host.fixture';
import { fromMultiaddr, toMultiaddr } from './address';

jest.setTimeout(30_000);
afterEach(killChildren);

const twoMiB = 2 * 1024 * 1024;

/** A hub that listens and has subscribed, in a process of its own. */
const hubOf = async (): Promise<{ hub: Host; address: string }> => {
  const hub = startHost();
  const { addresses } = await hub.open('hub');
  await hub.tell({ do: 'subscribe', name: 'hub' });
  return { hub, address: addresses[0]! };
};

it('from a by b to c: who is no neighbour gets it by one, signed by its author', async () => {
  const [a, b, c] = [startHost(), startHost(), startHost()];
  const { addresses } = await b.open('b');
  const { id } = await a.open('a', addresses, []);
  await c.open('c', addresses, []);
  for (const [host, name] of [
    [b, 'b'],
    [c, 'c'],
  ] as const)
    await host.tell({ do: 'subscribe', name });
  await c.tell({ do: 'publish', name: 'c', text: 'I am here' });
  await b.arrival(({ text }) => text === 'I am here');
  expect((await a.tell({ do: 'publish', name: 'a', text: 'hello' })).failed).toBeUndefined();
  expect(await c.arrival(({ text }) => text === 'hello')).toMatchObject({ via: 'b', author: id, bytes: 5 });
  expect((await a.tell({ do: 'neighbours', name: 'a' })).neighbours).toEqual(['b']);
});

it('what is published on one channel does not come on another, and not to who published it', async () => {
  const { hub, address } = await hubOf();
  await hub.tell({ do: 'subscribe', name: 'hub', channel: 'other' });
  const a = startHost();
  await a.open('a', [address], []);
  await a.tell({ do: 'subscribe', name: 'a' });
  await a.tell({ do: 'publish', name: 'a', text: 'one' });
  await a.tell({ do: 'publish', name: 'a', channel: 'other', text: 'two' });
  await hub.arrival(({ text }) => text === 'two');
  expect(hub.got.map(({ channel, text }) => [channel, text])).toEqual([
    ['news', 'one'],
    ['other', 'two'],
  ]);
  expect(a.got).toEqual([]);
});

it('without a neighbour that takes the channel it is retryable, when the deadline is over', async () => {
  const { address } = await hubOf();
  const a = startHost();
  await a.open('a', [address], [], 400);
  const { failed, message, ms } = await a.tell({ do: 'publish', name: 'a', channel: 'nobody', text: 'x' });
  expect([failed, message]).toEqual(['retryable', 'no neighbour takes nobody']);
  expect(ms).toBeGreaterThanOrEqual(390);
  expect(ms).toBeLessThan(3000);
});

it('a message of the greatest size arrives, one byte more is refused before it goes out', async () => {
  const { hub, address } = await hubOf();
  const a = startHost();
  await a.open('a', [address], []);
  expect(await a.tell({ do: 'publish', name: 'a', bytes: twoMiB + 1 })).toMatchObject({
    failed: 'fatal',
    reason: 'too-large',
  });
  expect((await a.tell({ do: 'publish', name: 'a', bytes: twoMiB })).failed).toBeUndefined();
  await hub.arrival(({ bytes }) => bytes === twoMiB);
  expect(hub.got).toHaveLength(1);
});

it('nobody answers where it is told to begin: retryable within the deadline', async () => {
  const a = startHost();
  const gone = startHost();
  const { addresses } = await gone.open('gone');
  gone.child.kill('SIGKILL');
  await gone.child.exited;
  const { failed, ms } = await a.open('a', addresses, [], 500);
  expect(failed).toBe('retryable');
  expect(ms).toBeLessThan(4000);
});

it('an address that is taken, or is none, is fatal', async () => {
  const { address } = await hubOf();
  const a = startHost();
  expect(await a.open('a', [], [address])).toMatchObject({ failed: 'fatal', reason: 'in-use' });
  expect(await a.open('b', [], ['http://x'])).toMatchObject({ failed: 'fatal', reason: 'address' });
});

it('what publish has resolved for survives the publisher’s SIGKILL', async () => {
  const { hub, address } = await hubOf();
  for (const text of ['one', 'two', 'three']) {
    const a = startHost();
    await a.open('a', [address], []);
    void a.tell({ do: 'publish', name: 'a', text, then: 'kill' });
    await hub.arrival((one) => one.text === text);
    expect((await a.child.exited).signal).toBe('SIGKILL');
  }
});

it('a neighbour that starts again at its address is found again, whoever it is now', async () => {
  const { hub, address } = await hubOf();
  const a = startHost();
  await a.open('a', [address], []);
  await a.tell({ do: 'publish', name: 'a', text: 'before' });
  await hub.arrival(({ text }) => text === 'before');
  hub.child.kill('SIGKILL');
  await hub.child.exited;
  const again = startHost();
  await again.open('hub', [], [address]);
  await again.tell({ do: 'subscribe', name: 'hub' });
  expect((await a.tell({ do: 'publish', name: 'a', text: 'after' })).failed).toBeUndefined();
  await again.arrival(({ text }) => text === 'after');
});

it('a neighbour that is frozen takes no more than a window: nobody knows, and the call settles in time', async () => {
  const { hub, address } = await hubOf();
  const a = startHost();
  await a.open('a', [address], [], 1000);
  await a.tell({ do: 'publish', name: 'a', text: 'x' });
  hub.child.kill('SIGSTOP');
  const { failed, ms } = await a.tell({ do: 'publish', name: 'a', bytes: twoMiB });
  expect(failed).toBe('unknown');
  expect(ms).toBeLessThan(4000);
  hub.child.kill('SIGCONT');
});

it('unsigned messages are not delivered', async () => {
  const { hub, address } = await hubOf();
  const [forger, a] = [startHost(), startHost()];
  await a.open('a', [address], []);
  expect((await forger.tell({ do: 'unsigned', know: address, text: 'forged' })).recipients).toBe(1);
  await a.tell({ do: 'publish', name: 'a', text: 'signed' });
  await hub.arrival(({ text }) => text === 'signed');
  expect(hub.got.map(({ text }) => text)).toEqual(['signed']);
});

it('fifteen peers of one host at once are let in, and all get it', async () => {
  const { hub, address } = await hubOf();
  const crowd = startHost();
  const names = Array.from({ length: 15 }, (_, index) => `p${index}`);
  const opened = await Promise.all(names.map((name) => crowd.open(name, [address], [], 10_000)));
  expect(opened.filter(({ failed }) => failed)).toEqual([]);
  for (const name of names) await crowd.tell({ do: 'subscribe', name });
  for (const name of names) await crowd.tell({ do: 'publish', name, text: `of ${name}` });
  for (const name of names) await hub.arrival(({ text }) => text === `of ${name}`);
  await hub.tell({ do: 'publish', name: 'hub', text: 'to all' });
  for (const name of names) await crowd.arrival((one) => one.name === name && one.text === 'to all');
});

it('nobody is kept waiting because others of the same host have just come', async () => {
  const { address } = await hubOf();
  const crowd = startHost();
  const failed: unknown[] = [];
  for (let index = 0; index < 9; index += 1) failed.push((await crowd.open(`p${index}`, [address], [], 600)).failed);
  expect(failed).toEqual(failed.map(() => undefined));
});

it('close takes nothing more, is once, and leaves nothing that keeps the process', async () => {
  const { hub, address } = await hubOf();
  const a = startHost();
  await a.open('a', [address], []);
  const published = a.tell({ do: 'publish', name: 'a', text: 'last' });
  const closed = [a.tell({ do: 'close', name: 'a' }), a.tell({ do: 'close', name: 'a' })];
  expect((await published).failed).toBeUndefined();
  await hub.arrival(({ text }) => text === 'last');
  await Promise.all(closed);
  expect(await a.tell({ do: 'publish', name: 'a', text: 'late' })).toMatchObject({ failed: 'fatal', reason: 'closed' });
  await a.tell({ do: 'end' });
  expect((await a.child.exited).code).toBe(0);
});

it('addresses are written as everywhere here', () => {
  expect(toMultiaddr('tcp://127.0.0.1:4001')).toBe('/ip4/127.0.0.1/tcp/4001');
  expect(toMultiaddr('peer.example:4001')).toBe('/dns4/peer.example/tcp/4001');
  expect(fromMultiaddr('/ip4/127.0.0.1/tcp/4001/p2p/12D3')).toBe('tcp://127.0.0.1:4001');
});
