import { Fatal } from '@parley/faults';
import { messagesOf, type Application, type Message } from '@parley/roles';
import { collect, openClient } from './client';
import { openReceiver } from './receiver';

jest.setTimeout(30_000);

const servers: (() => Promise<void>)[] = [];
const clients: (() => Promise<void>)[] = [];
const closed = (all: (() => Promise<void>)[]) => Promise.all(all.splice(0).map((close) => close()));
afterEach(async () => {
  // A server that closes waits for its call-backs, so the clients are there until then.
  await closed(servers);
  await closed(clients);
});

const opened = () => {
  let open: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (open = resolve));
  return { open, held };
};

/** Servers whose procedures begin and then wait until each is let go; a server's answer is its own number. */
const serving = async (count: number, reserve: (nth: number) => Promise<void> = async () => undefined) => {
  const made = [];
  for (let nth = 0; nth < count; nth++) {
    const { open, held } = opened();
    const seen = { begun: 0, ended: 0 };
    const application: Application = {
      notify: async () => undefined,
      reserve: async (request) => {
        seen.begun += 1;
        await held;
        seen.ended += 1;
        await reserve(nth);
        return { ...request, body: Buffer.from(`${nth}`) };
      },
      refused: () => undefined,
    };
    const place = { name: `server-${nth}`, bind: ['tcp://127.0.0.1:0'], connect: [], deadlineMs: 20_000 };
    const { addresses, close } = await openReceiver({ ...place, credentials: 'right' }, application);
    servers.push(close);
    made.push({ address: addresses[0]!, letGo: open, seen });
  }
  return made;
};

const asking = async (servers: { address: string }[], deadlineMs = 20_000) => {
  const client = await openClient({
    bind: ['tcp://127.0.0.1:0'],
    connect: servers.map(({ address }) => address),
    deadlineMs,
  });
  clients.push(client.close);
  return client;
};

const requests = (count: number): Message[] => messagesOf('client', { count });
const outcomes = (all: PromiseSettledResult<Message>[]) =>
  all.map((one) => (one.status === 'fulfilled' ? one.value.body.toString() : (one.reason as Fatal).kind));

test('one client asks four servers, goes on while none of them has ended, and collects the four results', async () => {
  const all = await serving(4);
  const client = await asking(all);
  const asked = [];
  // Each receipt comes although the procedure before it is still held: a blocked caller would never get past the first.
  for (const [server, request] of requests(4).entries()) asked.push(await client.ask(request, { server }));
  expect(all.map(({ seen }) => seen.ended)).toEqual([0, 0, 0, 0]);
  expect(asked.map(({ id }) => id)).toEqual(['client-1', 'client-2', 'client-3', 'client-4']);

  const first = asked[3]!.result;
  all[3]!.letGo();
  expect((await first).body.toString()).toBe('3');
  expect(all.map(({ seen }) => seen.ended)).toEqual([0, 0, 0, 1]);
  for (const { letGo } of all) letGo();
  expect(outcomes(await collect(asked))).toEqual(['0', '1', '2', '3']);
  expect(client.counts.late).toBe(0);
});

test('several requests at each server: every result is that of its own request', async () => {
  const all = await serving(2);
  for (const { letGo } of all) letGo();
  const client = await asking(all);
  const asked = await Promise.all(requests(40).map((request, n) => client.ask(request, { server: n % 2 })));
  const results = await collect(asked);
  expect(outcomes(results)).toEqual(Array.from({ length: 40 }, (_, n) => `${n % 2}`));
  expect(results.map((one) => one.status === 'fulfilled' && one.value.id)).toEqual(asked.map(({ id }) => id));
});

test('what one of them throws, or never answers, takes nothing from the others', async () => {
  const all = await serving(3, async (nth) => {
    if (nth === 1) throw new Fatal('no such sku', { reason: 'unknown-sku' });
  });
  const client = await asking(all);
  const asked = [];
  for (const [server, request] of requests(3).entries())
    asked.push(await client.ask(request, { server, withinMs: server === 2 ? 3000 : 20_000 }));
  all[0]!.letGo();
  all[1]!.letGo();
  const collected = await collect(asked);
  expect(outcomes(collected)).toEqual(['0', 'fatal', 'unknown']);
  expect(collected[1]).toMatchObject({ reason: { reason: 'unknown-sku' } });
  all[2]!.letGo();
});

test('a server that is away is known at the receipt, not at the collection', async () => {
  const [one, other] = await serving(2);
  one!.letGo();
  await servers.pop()!();
  const client = await asking([one!, other!]);
  const [first, second] = requests(2) as [Message, Message];
  await expect(client.ask(second, { server: 1 })).rejects.toMatchObject({ kind: 'retryable' });
  expect(outcomes(await collect([await client.ask(first, { server: 0 })]))).toEqual(['0']);
});
