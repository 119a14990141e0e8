import { Fatal, killChildren, openProxy } from '@parley/faults';
import { messagesOf, type Application, type Message } from '@parley/roles';
import { keyHeader } from '../once';
import { openReceiver } from './receiver';
import { openSender } from './sender';

const place = { name: 'a', bind: [], connect: [], deadlineMs: 20_000, credentials: 'right' } as const;
jest.setTimeout(30_000);

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(killChildren);

/** A stock that every reservation makes smaller by one; a notice as well. */
const stocked = async (before: (request: Message) => Promise<void> = async () => undefined) => {
  const stock = { left: 100 };
  const take = async (request: Message) => {
    await before(request);
    stock.left -= 1;
  };
  const application: Application = {
    notify: take,
    reserve: async (request) => {
      await take(request);
      return { ...request, body: Buffer.from(`${stock.left}`) };
    },
    refused: () => undefined,
  };
  const server = await openReceiver({ ...place, bind: ['tcp://127.0.0.1:0'], connect: [] }, application);
  closing.push(server.close);
  return { stock, address: server.addresses[0]! };
};

const calling = async (address: string) => {
  const client = await openSender({ ...place, bind: [], connect: [address] });
  closing.push(client.close);
  return { reserve: client.reserve!, notify: client.notify! };
};

const request = (seq: number, key?: string, sender = 'shop'): Message => ({
  ...messagesOf(sender, { count: 1, from: seq, base64: 'MQ==' })[0]!,
  headers: key === undefined ? {} : { [keyHeader]: key },
});

const told = (message: Message): string => message.body.toString();

test('a repeated request with the same key has one effect, and the answer of the first', async () => {
  const { stock, address } = await stocked();
  const { reserve, notify } = await calling(address);
  expect(told(await reserve(request(1, 'k')))).toBe('99');
  expect(told(await reserve(request(2, 'k')))).toBe('99');
  expect(stock.left).toBe(99);
  await notify(request(3, 'n'));
  await notify(request(4, 'n'));
  expect(stock.left).toBe(98);
});

test('without a key, with another, or from another sender it is another call', async () => {
  const { stock, address } = await stocked();
  const { reserve } = await calling(address);
  for (const one of [request(1), request(1), request(2, 'k'), request(3, 'l'), request(4, 'k', 'other')])
    await reserve(one);
  expect(stock.left).toBe(95);
});

test('another call under a key that is known is refused, and has no effect', async () => {
  const { stock, address } = await stocked();
  const { reserve, notify } = await calling(address);
  expect(told(await reserve(request(1, 'k')))).toBe('99');
  const other = { ...request(2, 'k'), body: Buffer.from('2') };
  await expect(reserve(other)).rejects.toMatchObject({ kind: 'fatal', reason: 'key-reused' });
  const ofAnotherType = { ...request(3, 'k'), type: 'other' };
  await expect(reserve(ofAnotherType)).rejects.toMatchObject({ kind: 'fatal', reason: 'key-reused' });
  await notify(request(4, 'n'));
  await expect(notify({ ...other, headers: { [keyHeader]: 'n' } })).rejects.toMatchObject({ reason: 'key-reused' });
  expect(told(await reserve(request(5, 'k')))).toBe('99');
  expect(stock.left).toBe(98);
});

test('a repetition that comes while the first runs waits for it', async () => {
  let begun = 0;
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const { stock, address } = await stocked(async ({ headers }) => {
    begun += 1;
    if (headers[keyHeader]) await held;
  });
  const { reserve } = await calling(address);
  const both = [reserve(request(1, 'k')), reserve(request(2, 'k'))];
  // On the same connection, after them: when it is answered, both have come.
  await reserve(request(3));
  letGo();
  expect((await Promise.all(both)).map(told)).toEqual(['98', '98']);
  expect([begun, stock.left]).toEqual([2, 98]);
});

test('what failed under a key may be tried again under it', async () => {
  let tries = 0;
  const { stock, address } = await stocked(async () => {
    tries += 1;
    if (tries === 1) throw new Fatal('no such sku', { reason: 'unknown-sku' });
  });
  const { reserve } = await calling(address);
  await expect(reserve(request(1, 'k'))).rejects.toMatchObject({ kind: 'fatal', reason: 'unknown-sku' });
  expect(told(await reserve(request(2, 'k')))).toBe('99');
  expect(stock.left).toBe(99);
});

describe('when the answer is lost', () => {
  const losing = async () => {
    const { stock, address } = await stocked();
    const target = { host: '127.0.0.1', port: Number(address.split(':').at(-1)) };
    const proxy = await openProxy({ carrier: 'tcp', target });
    closing.push(proxy.close);
    const { reserve } = await calling(`tcp://127.0.0.1:${proxy.port}`);
    await reserve(request(1));
    const lost = { request: 'shop-2', response: 'shop-2' };
    const lose = (every: number) => proxy.addToxic({ type: 'cut_after_request', attributes: { every, ...lost } });
    return { stock, reserve, lose, proxy };
  };

  test('a call with a key is sent again by itself, and has one effect', async () => {
    const { stock, reserve, lose, proxy } = await losing();
    lose(2);
    await reserve(request(2));
    expect(told(await reserve(request(2, 'k')))).toBe('97');
    expect([proxy.counters().cut, stock.left]).toEqual([1, 97]);
  });

  test('one without is not: its outcome is unknown', async () => {
    const { stock, reserve, lose, proxy } = await losing();
    lose(1);
    await expect(reserve(request(2))).rejects.toMatchObject({ kind: 'unknown' });
    expect([proxy.counters().cut, stock.left]).toEqual([1, 98]);
  });
});
