import { Fatal, killChildren } from '@parley/faults';
import { openDatagram, peerOf } from '@parley/middleware/datagram';
import { messagesOf, type Application, type Message } from '@parley/roles';
import { callBytes } from './datagrams';
import { addressesOf, openGroup } from './group';
import { openReceiver } from './receiver';

jest.setTimeout(30_000);

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(killChildren);

const place = { name: 'member', connect: [], deadlineMs: 20_000, credentials: 'right' } as const;
/** A group of this process's own. */
const own = `udp://239.78.${(process.pid >> 8) & 255}.${process.pid & 255}:0/127.0.0.1`;

type Procedure = (request: Message, nth: number) => Promise<string>;
const agrees: Procedure = async (_, nth) => `${nth}`;

/** Servers of one group, each with what it has executed and what it has refused. */
const joined = async (...procedures: Procedure[]) => {
  let address = own;
  const members: { executed: string[]; refused: Fatal[]; close(): Promise<void> }[] = [];
  for (const procedure of procedures) {
    const executed: string[] = [];
    const refused: Fatal[] = [];
    const application: Application = {
      notify: async ({ id }) => void executed.push(id),
      reserve: async (request) => {
        executed.push(request.id);
        return { ...request, body: Buffer.from(await procedure(request, executed.length)) };
      },
      refused: (error) => void refused.push(error),
    };
    const { addresses, close } = await openReceiver({ ...place, bind: [address], connect: [] }, application);
    closing.push(close);
    address = addresses[0]!;
    members.push({ executed, refused, close });
  }
  return { address, members };
};

const calling = async (address: string, members = 3, deadlineMs = 20_000) => {
  const group = await openGroup(
    addressesOf('stock', { stock: address.startsWith('udp') ? [`${address}?members=${members}`] : [address] }),
    deadlineMs,
  );
  closing.push(group.close);
  return group;
};

const request = (seq: number): Message => messagesOf('caller', { count: 1, from: seq })[0]!;
const text = ({ body }: Message) => body.toString();

test('a call to the group’s address is sent once, and every member executes it', async () => {
  const { address, members } = await joined(agrees, agrees, agrees);
  const heard: Buffer[] = [];
  const ear = await openDatagram({ bind: address, interface: '127.0.0.1' }, (bytes) => void heard.push(bytes));
  closing.push(ear.close);
  const group = await calling(address);
  expect(group.size).toBe(3);
  expect(text(await group.reserve(request(1), 'all'))).toBe('1');
  await group.notify(request(2));
  expect(members.map(({ executed }) => executed)).toEqual(Array(3).fill(['caller-1', 'caller-2']));
  expect(heard).toHaveLength(2);
});

test('majority, first and merge, as with a list', async () => {
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const slow: Procedure = async (_, nth) => (nth === 1 && (await held), `${nth}`);
  const { address } = await joined(agrees, slow, async (_, nth) => `${nth + 100}`);
  const group = await calling(address);
  // One holds its answer back: who waits for one answer has it, who waits for two that agree does not yet.
  expect(['1', '101']).toContain(text(await group.reserve(request(1), 'first')));
  letGo();
  expect(text(await group.reserve(request(2), 'majority'))).toBe('2');
  const together = (all: Message[]) => ({ ...all[0]!, body: Buffer.from(all.map(text).sort().join('+')) });
  expect(text(await group.merged(request(3), together))).toBe('103+3+3');
});

test('members that all differ have no majority', async () => {
  const { address } = await joined(
    ...[1, 2, 3].map(
      (n): Procedure =>
        async () =>
          `${n}`,
    ),
  );
  const group = await calling(address);
  await expect(group.reserve(request(1), 'majority')).rejects.toMatchObject({ kind: 'fatal', reason: 'no-majority' });
});

test('an error of every member is the caller’s, as they threw it', async () => {
  const refuse: Procedure = async () => {
    throw new Fatal('no such sku', { reason: 'unknown-sku' });
  };
  const { address } = await joined(refuse, refuse);
  const group = await calling(address, 2);
  await expect(group.reserve(request(1), 'all')).rejects.toMatchObject({ kind: 'fatal', reason: 'unknown-sku' });
});

test('a member that does not answer: all is unknown at the deadline, the first is there', async () => {
  const { address, members } = await joined(agrees, agrees);
  const group = await calling(address, 3, 1500);
  await expect(group.reserve(request(1), 'all')).rejects.toMatchObject({ kind: 'unknown' });
  await expect(group.notify(request(2))).rejects.toMatchObject({ kind: 'unknown' });
  expect(text(await group.reserve(request(3), 'first'))).toBe('3');
  expect(members.map(({ executed }) => executed.length)).toEqual([3, 3]);
});

test('a call that the network doubles is executed once', async () => {
  const { address, members } = await joined(agrees);
  const answers: Buffer[] = [];
  let both: () => void = () => undefined;
  const twice = new Promise<void>((resolve) => (both = resolve));
  const raw = await openDatagram({ interface: '127.0.0.1' }, (bytes) => {
    if (answers.push(bytes) === 2) both();
  });
  closing.push(raw.close);
  const bytes = callBytes({ call: 'c', operation: 'reserve' }, request(1));
  for (let n = 0; n < 2; n++) await raw.send(bytes, peerOf(address));
  await twice;
  expect(members[0]!.executed).toEqual(['caller-1']);
  expect(answers[1]).toEqual(answers[0]);
});

test('bytes that are no call are refused, and the next call is served', async () => {
  const { address, members } = await joined(agrees);
  const raw = await openDatagram({ interface: '127.0.0.1' });
  closing.push(raw.close);
  for (const bytes of ['', 'no head', '{"call":"x"}\nno message', '{"call":"x","operation":"reserve"}\nPY1'])
    await raw.send(Buffer.from(bytes), peerOf(address));
  const group = await calling(address, 1);
  expect(text(await group.reserve(request(1), 'all'))).toBe('1');
  expect(members[0]!.refused.map(({ reason }) => reason)).toEqual(Array(4).fill('undecodable'));
});

test('what cannot be is said before anything is sent', async () => {
  const { address, members } = await joined(agrees);
  const group = await calling(address, 1);
  const large = { ...request(1), body: Buffer.alloc(60_001) };
  await expect(group.reserve(large, 'all')).rejects.toMatchObject({ kind: 'fatal', reason: 'too-large' });
  await expect(group.reserve(request(2), 'primary')).rejects.toMatchObject({ kind: 'fatal', reason: 'no-primary' });
  expect(text(await group.reserve({ ...large, body: Buffer.alloc(60_000) }, 'all'))).toBe('1');
  expect(members[0]!.executed).toHaveLength(1);
  await expect(openGroup([address], 1000)).rejects.toMatchObject({ kind: 'fatal', reason: 'address' });
  await expect(openGroup(['udp://10.0.0.1:1?members=2'], 1000)).rejects.toMatchObject({ kind: 'fatal' });
  expect(() => addressesOf('stocks', { stock: [address] })).toThrow(/no service has the name "stocks"/);
});

test('a member that closes answers what it has in hand, then takes nothing more', async () => {
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  let begun: () => void = () => undefined;
  const has = new Promise<void>((resolve) => (begun = resolve));
  const { address, members } = await joined(async () => (begun(), await held, 'done'));
  const group = await calling(address, 1);
  const answer = group.reserve(request(1), 'all');
  await has;
  const closed = members[0]!.close();
  letGo();
  await closed;
  expect(text(await answer)).toBe('done');
  await expect(group.reserve(request(2), 'all', 300)).rejects.toMatchObject({ kind: 'unknown' });
});
