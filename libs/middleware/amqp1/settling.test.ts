import { Fatal, Retryable } from '@parley/faults';
import { afterwards, closeAll, until } from '../brokered/testing';
import { channel, freshQueue, messageOf, receiving, sending } from './testing';

jest.setTimeout(60_000);
afterEach(closeAll);

test('each of many that are settled at once keeps its own outcome', async () => {
  const dead = await freshQueue();
  const queue = await freshQueue({ 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': dead.name });
  const sender = await sending(queue.address);
  const ids = Array.from({ length: 12 }, (_, index) => `${index % 3 === 1 ? 'no' : 'ok'}-${index}`);
  await Promise.all(ids.map((id) => sender.send(messageOf(id), 10_000)));
  const seen: string[] = [];
  const { refused } = await receiving(queue.address, async ({ id = '' }) => {
    seen.push(id);
    if (id.startsWith('no')) throw new Fatal(`${id} is refused`, { reason: 'refused' });
  });
  const by = await channel();
  await until(async () => (await by.checkQueue(dead.name)).messageCount === 4);
  expect(seen).toEqual(ids);
  expect(refused).toEqual([]);
  const buried = await Promise.all([1, 2, 3, 4].map(() => by.get(dead.name, { noAck: true })));
  expect(buried.map((one) => one && one.content.toString())).toEqual(ids.filter((id) => id.startsWith('no')));
});

test('what fails is tried again in its place, the others go on; in vain it is refused and told', async () => {
  const queue = await freshQueue();
  const sender = await sending(queue.address);
  const tries = new Map<string, number>();
  const { refused } = await receiving(
    queue.address,
    async ({ id = '' }) => {
      tries.set(id, (tries.get(id) ?? 0) + 1);
      if (id === 'poison') throw new TypeError('a fault');
      if (id === 'later' && tries.get(id) === 1) throw new Retryable('not now');
    },
    { attempts: 3 },
  );
  for (const id of ['poison', 'later', 'well']) await sender.send(messageOf(id), 10_000);
  await until(() => refused.length === 1);
  expect(Object.fromEntries(tries)).toEqual({ poison: 3, later: 2, well: 1 });
  expect(refused).toMatchObject([{ reason: 'attempts' }]);
});

test('given back, the broker counts: a quorum queue buries what has come too often', async () => {
  const dead = await freshQueue();
  const queue = await freshQueue({
    'x-queue-type': 'quorum',
    'x-delivery-limit': 2,
    'x-dead-letter-exchange': '',
    'x-dead-letter-routing-key': dead.name,
  });
  const sender = await sending(queue.address);
  let calls = 0;
  const options = { attempts: 1, exhausted: 'give back' } as const;
  const give = async () => {
    calls += 1;
    throw new Retryable('not now');
  };
  await receiving(queue.address, give, options);
  await sender.send(messageOf('one'), 10_000);
  const by = await channel();
  await until(async () => (await by.checkQueue(dead.name)).messageCount === 1);
  expect(calls).toBe(3);
});

test('nobody is given more than the prefetch, also when credit is renewed', async () => {
  const queue = await freshQueue();
  const sender = await sending(queue.address);
  await Promise.all(Array.from({ length: 60 }, (_, index) => sender.send(messageOf(`${index}`), 10_000)));
  const complaints = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  afterwards(async () => complaints.mockRestore());
  let [now, most, all] = [0, 0, 0];
  await receiving(
    queue.address,
    async () => {
      most = Math.max(most, (now += 1));
      await new Promise((resolve) => setTimeout(resolve, 2));
      now -= 1;
      all += 1;
    },
    { prefetch: 7 },
  );
  await until(() => all === 60);
  expect(most).toBe(7);
  // The library complains of every delivery that comes beyond the credit.
  expect(complaints).not.toHaveBeenCalled();
});

test('received and deleted: what was in hand dies with the receiver; else it comes again', async () => {
  const left: Record<string, number> = {};
  for (const settle of ['before sending', 'after handling'] as const) {
    const queue = await freshQueue();
    const sender = await sending(queue.address);
    await sender.send(messageOf('one'), 10_000);
    let taken = 0;
    const hold = () => new Promise<void>(() => void (taken += 1));
    const { close } = await receiving(queue.address, hold, { settle, drainMs: 0 });
    await until(() => taken === 1);
    await close();
    left[settle] = (await (await channel()).checkQueue(queue.name)).messageCount;
  }
  expect(left).toEqual({ 'before sending': 0, 'after handling': 1 });
});
