import { Fatal, Retryable } from '@parley/faults';
import {
  createGroup,
  destroyGroup,
  freeAddress,
  joinGroup,
  leaveGroup,
  openImpairment,
  openOutside,
  receive,
  send,
  type Group,
  type GroupOptions,
  type TransportName,
} from './index';

jest.setTimeout(30_000);

const open: Group[] = [];
const opened = async <G extends Group>(group: Promise<G>): Promise<G> => {
  open.push(await group);
  return group;
};
afterEach(async () => void (await Promise.all(open.splice(0).map((group) => group.close()))));

const until = async (holds: () => boolean): Promise<void> => {
  for (const end = performance.now() + 8000; !holds(); await new Promise((resolve) => setTimeout(resolve, 10)))
    if (performance.now() > end) throw new Error(`not so: ${holds}`);
};
const bodies = async (group: Group, count: number) => {
  const got: unknown[] = [];
  while (got.length < count) got.push((await receive(group)).body);
  return got;
};

describe.each(['udp', 'tcp', 'zeromq'] as TransportName[])('over %s', (transport) => {
  const stack = [transport, 'nack', 'views', 'relay', 'causal'];
  const group = `test-${process.pid}`;
  const first = (more: Partial<GroupOptions> = {}): GroupOptions => ({
    address: freeAddress[transport],
    name: 'p1',
    stack,
    group,
    ...more,
  });
  const beside = (one: Group, name: string, more: Partial<GroupOptions> = {}): GroupOptions => {
    const isShared = transport === 'udp';
    const where = isShared ? { address: one.address } : { address: freeAddress[transport], connect: [one.address] };
    return first({ ...where, name, ...more });
  };

  test('create, join, send, receive, leave, destroy; a sender that is no member; text and bytes', async () => {
    const p1 = await opened(createGroup(first({ state: { give: () => 'so far', take: () => undefined } })));
    expect(p1.view().members).toEqual(['p1']);
    const p2 = await opened(joinGroup(beside(p1, 'p2')));
    const p3 = await opened(joinGroup(beside(p1, 'p3')));
    await until(() => p1.view().members.length === 3 && p2.view().members.length === 3);
    expect(p2.view()).toEqual(p3.view());

    await send(p2, 'from a member');
    expect(await Promise.all([p1, p2, p3].map((member) => bodies(member, 1)))).toEqual(
      Array(3).fill(['from a member']),
    );

    const outside = await opened(openOutside(beside(p1, 's', transport === 'udp' ? {} : { connect: [p3.address] })));
    await outside.reached(5000);
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    for (const body of ['from outside', bytes]) await send(outside, body);
    for (const member of [p1, p2, p3]) expect(await bodies(member, 2)).toEqual(['from outside', bytes]);
    expect(outside.view().members).toEqual([]);

    await leaveGroup(p1);
    await until(() => p2.view().members.join() === 'p2,p3' && p3.view().members.join() === 'p2,p3');
    await send(outside, 'without p1');
    for (const member of [p2, p3]) expect(await bodies(member, 1)).toEqual(['without p1']);

    await destroyGroup(p2);
    expect(await p3.left).toBe('destroyed');
  });

  test('who waits is held back, and it is seen for what', async () => {
    const members = ['p1', 'p2', 'p3'];
    const impaired = openImpairment(1, 'p3');
    const plain = [transport, 'nack', 'causal'];
    const p1 = await opened(createGroup(first({ members, stack: plain })));
    const p2 = await opened(createGroup(beside(p1, 'p2', { members, stack: plain })));
    const p3 = await opened(createGroup(beside(p1, 'p3', { members, stack: plain, impaired })));
    await send(p1, 'hello');
    for (const member of [p1, p2, p3]) expect(await bodies(member, 1)).toEqual(['hello']);
    impaired.cut((from) => from === 'p1');
    await send(p1, 'question');
    expect(await bodies(p2, 1)).toEqual(['question']);
    await send(p2, 'answer');
    await until(() => p3.heldBack().length === 1);
    expect(p3.heldBack()[0]).toMatchObject({ message: { body: 'tanswer', sender: 'p2' }, by: 'causal' });
    impaired.cut(() => false);
    expect(await bodies(p3, 2)).toEqual(['question', 'answer']);
    expect(p3.heldBack()).toEqual([]);
  });
});

test('nobody answers: Retryable within the deadline, for a joiner and for a sender outside', async () => {
  const nobody = {
    address: 'udp://239.77.6.9:17999',
    name: 'p',
    stack: ['udp', 'nack', 'views', 'fifo'],
    deadlineMs: 250,
  };
  await expect(joinGroup(nobody)).rejects.toBeInstanceOf(Retryable);
  const outside = await opened(openOutside(nobody));
  await expect(outside.reached(250)).rejects.toBeInstanceOf(Retryable);
});

test('a senseless stack, a transport that is none, and a member that is not among them are refused', async () => {
  const options = { address: freeAddress.udp, name: 'p1', stack: ['udp', 'causal'] };
  await expect(createGroup(options)).rejects.toMatchObject({ reason: 'senseless' });
  await expect(createGroup({ ...options, stack: ['nack'] })).rejects.toBeInstanceOf(Fatal);
  await expect(createGroup({ ...options, members: ['p2'] })).rejects.toMatchObject({ reason: 'not-a-member' });
});

test('who sends more than others take waits, and is told when it lasts too long', async () => {
  const members = ['p1', 'p2'];
  const stack = ['udp', 'nack', 'fifo'];
  const p1 = await opened(createGroup({ address: freeAddress.udp, name: 'p1', stack, members, window: 3 }));
  await Promise.all(['a', 'b', 'c'].map((body) => send(p1, body)));
  await expect(send(p1, 'd', 200)).rejects.toMatchObject({ detail: { reason: 'full' } });
  const p2 = await opened(createGroup({ address: p1.address, name: 'p2', stack, members }));
  expect(await bodies(p2, 3)).toEqual(['a', 'b', 'c']);
  await send(p1, 'd');
  expect(await bodies(p2, 1)).toEqual(['d']);
});

test('impairment: the same seed gives the same losses, doubles and overtaking', () => {
  const run = (seed: number): number[] => {
    const impaired = openImpairment(seed, 'p1');
    impaired.set({ loss: 0.2, duplicate: 0.2, reorder: 0.2, window: 3 });
    const got: number[] = [];
    for (let n = 0; n < 200; n++) impaired.pass('p2', () => got.push(n));
    return got;
  };
  const once = run(7);
  expect(run(7)).toEqual(once);
  expect(run(8)).not.toEqual(once);
  expect(new Set(once).size).toBeLessThan(190);
  expect(once.length).toBeGreaterThan(new Set(once).size);
  expect(once.some((n, at) => at > 0 && n < once[at - 1]!)).toBe(true);
});
