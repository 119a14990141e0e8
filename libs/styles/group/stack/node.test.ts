import { copyOf, simulate, type Fault } from '@parley/faults';
import { judgeRecords, type EvidenceRecord } from '@parley/evidence';
import { composeStack } from './compose';
import { planOf } from './plans';
import { groupMachine } from './simulated';
import { toWire } from './wire';
import type { Host, Packet } from './layer';
import type { NodeState } from './stack';

const members = ['p1', 'p2', 'p3'];

/** A node by hand: what it sends and delivers is kept. */
const nodeBy = (names: string[], member = 'p3') => {
  const stack = composeStack(names);
  const state = stack.start(
    { member, process: member, inc: '1', group: 'g', style: stack.name },
    { id: 1, members },
    { acknowledge: 0 },
  );
  const seen = {
    delivered: [] as string[],
    sent: [] as { packet: Packet; to?: readonly string[] }[],
    notes: [] as string[],
  };
  const host: Host = {
    now: () => 0,
    send: (packet, to) => seen.sent.push({ packet, to }),
    timer: () => undefined,
    cancel: () => undefined,
    deliver: ({ sender, n }) => seen.delivered.push(`${sender}/${n}`),
    note: ({ event, msg, note }) => seen.notes.push([event, msg.id, note ?? ''].join(' ').trim()),
  };
  return { stack, state, host, seen };
};

/** The packets of these members' messages: each submits in turn, having received nothing. */
const packetsOf = (names: string[], member: string, count: number): Packet[] => {
  const { stack, state, host, seen } = nodeBy(names, member);
  for (let at = 0; at < count; at += 1) stack.on(state, { kind: 'submit', body: `${member}-${at + 1}` }, host);
  return seen.sent.map(({ packet }) => packet);
};

const receive = ({ stack, state, host }: ReturnType<typeof nodeBy>, from: string, packet: Packet): void =>
  stack.on(state, { kind: 'packet', from, packet }, host);

describe('between receipt and delivery', () => {
  test('FIFO order holds the second message until the first is here, and says so', () => {
    const names = ['simulated-links', 'fifo'];
    const [first, second] = packetsOf(names, 'p1', 2) as [Packet, Packet];
    const node = nodeBy(names);
    receive(node, 'p1', second);
    expect(node.seen.delivered).toEqual([]);
    const [held] = node.stack.held(node.state);
    expect(held).toMatchObject({ message: { sender: 'p1', n: 2 }, by: 'fifo', reason: 'waits for 1 from p1' });
    receive(node, 'p1', first);
    expect(node.seen.delivered).toEqual(['p1/1', 'p1/2']);
    expect(node.stack.held(node.state)).toEqual([]);
    expect(node.seen.notes.map((note) => note.split(' {')[0])).toEqual([
      'received g/p1/1/2 from p1',
      'held g/p1/1/2',
      'received g/p1/1/1 from p1',
      'delivered g/p1/1/1',
      'delivered g/p1/1/2',
    ]);
  });

  test('FIFO order over a bottom that loses goes on, and drops what comes too late', () => {
    const names = ['simulated', 'fifo'];
    const [first, second] = packetsOf(names, 'p1', 2) as [Packet, Packet];
    const node = nodeBy(names);
    receive(node, 'p1', second);
    receive(node, 'p1', first);
    expect(node.seen.delivered).toEqual(['p1/2']);
    expect(node.seen.notes.at(-1)).toBe('dropped g/p1/1/1 1 of p1 comes after 2');
  });

  test('causal order names every message that is missing', () => {
    const names = ['simulated-links', 'causal'];
    const asked = packetsOf(names, 'p1', 2);
    const p2 = nodeBy(names, 'p2');
    for (const packet of asked) receive(p2, 'p1', packet);
    p2.stack.on(p2.state, { kind: 'submit', body: 'answer' }, p2.host);
    const node = nodeBy(names);
    receive(node, 'p2', p2.seen.sent[0]!.packet);
    expect(node.stack.held(node.state)).toMatchObject([{ by: 'causal', waitsFor: ['1 from p1', '2 from p1'] }]);
    for (const packet of asked) receive(node, 'p1', packet);
    expect(node.seen.delivered).toEqual(['p1/1', 'p1/2', 'p2/1']);
  });

  test.each([
    ['causal-clocks', 'has time 1: waits for a time from 1 on from p2'],
    ['sequencer-stream', 'waits for its place in the order, from p1'],
    ['uniform', 'waits until 2 of 3 have what p2 sent, 1 do'],
  ])('%s says what it waits for', (layer, reason) => {
    const names = ['simulated-links', ...(layer === 'uniform' ? ['uniform'] : [layer])];
    const from = layer === 'uniform' ? 'p2' : layer === 'sequencer-stream' ? 'p2' : 'p1';
    const node = nodeBy(names, layer === 'uniform' ? 'p2' : 'p3');
    const [packet] = packetsOf(names, from, 1) as [Packet];
    if (layer === 'uniform') node.stack.on(node.state, { kind: 'submit', body: 'own' }, node.host);
    else receive(node, from, packet);
    expect(node.seen.delivered).toEqual([]);
    expect(node.stack.held(node.state).map((held) => held.reason)).toEqual([reason]);
  });
});

test('an application that answers from within a delivery is served in the same step', () => {
  const node = nodeBy(['simulated-links', 'fifo']);
  const host: Host = {
    ...node.host,
    deliver: ({ sender, n }) => {
      node.seen.delivered.push(`${sender}/${n}`);
      if (sender === 'p1') node.stack.on(node.state, { kind: 'submit', body: 'answer' }, host);
    },
  };
  const [packet] = packetsOf(['simulated-links', 'fifo'], 'p1', 1) as [Packet];
  node.stack.on(node.state, { kind: 'packet', from: 'p1', packet }, host);
  expect(node.seen.delivered).toEqual(['p1/1', 'p3/1']);
  expect(node.seen.sent.map(({ packet: sent }) => toWire(sent)[0])).toEqual([['p3', '1', 1, 'answer']]);
});

test('a state is plain data: copied, it goes its own way; equal states have one digest', () => {
  const names = ['simulated', 'nack', 'views', 'uniform', 'causal'];
  const node = nodeBy(names);
  node.stack.on(node.state, { kind: 'start' }, node.host);
  const copy: NodeState = copyOf(node.state);
  expect(node.stack.digest(copy)).toBe(node.stack.digest(node.state));
  node.stack.on(copy, { kind: 'submit', body: 'x' }, node.host);
  expect(node.stack.digest(copy)).not.toBe(node.stack.digest(node.state));
  expect(() => structuredClone(copy)).not.toThrow();
});

test('what is unacknowledged can be asked for, and falls when it is acknowledged', () => {
  const stack = composeStack(['simulated', 'nack']);
  const group = { members };
  const messages = Array.from({ length: 5 }, (_, at) => ({ process: 'p1', at: 1 + at }));
  const { states } = simulate(groupMachine(stack, group), planOf(group, messages, { seed: 1 }));
  expect(stack.load(states.get('p1')!.node)).toBe(0);
  const node = nodeBy(['simulated', 'nack'], 'p1');
  for (let at = 0; at < 5; at += 1) node.stack.on(node.state, { kind: 'submit', body: 'x' }, node.host);
  expect(node.stack.load(node.state)).toBe(5);
});

describe('a sender outside the group', () => {
  const orders = [
    'nack,fifo',
    'nack,relay,causal',
    'nack,views,causal-sequencer',
    'nack,views,fifo',
    'ack,relay,causal-sequencer',
  ];
  const sent = (order: string, seed: number, faults: readonly Fault[] = []): EvidenceRecord[] => {
    const stack = composeStack(['simulated', ...order.split(',')]);
    const group = { members, settings: { timeout: 200 } };
    const more = [{ at: 1, process: 'x', input: { kind: 'contacts' as const, contacts: members } }];
    const messages = Array.from({ length: 8 }, (_, at) => ({ process: 'x', at: 5 + 4 * at }));
    const weather = { delay: [1, 15] as const, loss: 0.2, duplicates: 0.05, until: 300 };
    return simulate(groupMachine(stack, group), planOf(group, messages, { seed, weather, faults, more })).records;
  };
  const deliveredBy = (records: readonly EvidenceRecord[], process: string): number[] =>
    records.filter((record) => record.process === process && record.event === 'delivered').map(({ msg }) => msg.seq!);
  const all = [1, 2, 3, 4, 5, 6, 7, 8];

  test.each(orders)('%s: every member delivers its messages, each once, in their order', (order) => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const records = sent(order, seed);
      for (const member of members) expect([seed, deliveredBy(records, member)]).toEqual([seed, all]);
      for (const name of ['integrity', 'validity', 'fifo'] as const)
        expect(judgeRecords(records)[name].is).toBe('holds');
    }
  });

  test.each(['nack,relay,fifo', 'nack,views,causal-sequencer'])(
    '%s: its contact dies, another one takes over, nothing comes twice',
    (order) => {
      for (let seed = 1; seed <= 20; seed += 1) {
        const faults: Fault[] = [{ kind: 'crash', process: 'p1', at: 10 + seed }];
        const records = sent(order, seed, faults);
        for (const member of ['p2', 'p3']) expect([seed, deliveredBy(records, member)]).toEqual([seed, all]);
        expect(judgeRecords(records, { claims: ['integrity', 'fifo'] }).integrity.is).toBe('holds');
      }
    },
  );
});
