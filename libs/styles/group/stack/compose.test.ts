import { simulate } from '@parley/faults';
import { composeStack, layers } from './compose';
import { judged } from './group.testing';
import { claimsOf } from './limits';
import { planOf } from './plans';
import { clashes, lacks, transports } from './refusals';
import { groupMachine } from './simulated';
import { fromWire, toWire } from './wire';
import type { Packet } from './layer';

const refusal = (names: string): string => {
  try {
    composeStack(names.split(','));
    return 'runs';
  } catch (error) {
    expect(error).toMatchObject({ kind: 'fatal', reason: 'senseless' });
    return (error as Error).message;
  }
};

describe('a senseless stack is refused with the reason', () => {
  test.each(lacks)('$layer over a bottom that loses', ({ layer, reason }) => {
    expect(refusal(`udp,${layer}`)).toContain(reason);
    expect(refusal(`udp,nack,${layer}`)).toBe('runs');
  });

  test.each(clashes)('$layers', ({ layers: [one, other], reason }) => {
    expect(refusal(`tcp,${one},${other}`)).toContain(reason);
  });

  test.each([
    ['nack,fifo', 'no transport'],
    ['udp,tcp,fifo', 'two transports'],
    ['udp,nack,nack', 'nack twice'],
    ['udp,nack,causal,sequencer', 'two orders'],
    ['udp,nack,fifo,fifo', 'fifo twice'],
  ])('%s: %s', (names, reason) => expect(refusal(names)).toContain(reason));

  test('a name that nobody has is another mistake', () => {
    expect(() => composeStack(['udp', 'smoke'])).toThrow(expect.objectContaining({ reason: 'unknown-layer' }));
  });
});

test('the order of the names does not matter', () => {
  const { name, layers: row } = composeStack(['sequencer', 'fifo', 'udp', 'relay', 'views', 'nack']);
  expect(name).toBe('udp,nack,views,relay,fifo,sequencer');
  expect(row).toEqual(['nack', 'views', 'relay', 'fifo', 'sequencer']);
});

/** Every choice of layers, with one or none of each kind and fifo under an order or not. */
const choices = (): string[] => {
  const of = (slot: string): string[] => ['', ...layers.filter((layer) => layer.slot === slot).map(({ name }) => name)];
  const rows: string[] = [];
  for (const loss of of('loss'))
    for (const views of of('views'))
      for (const agreement of of('agreement'))
        for (const order of of('order'))
          for (const under of order && order !== 'fifo' ? ['', 'fifo'] : [''])
            rows.push([loss, views, agreement, under, order].filter(Boolean).join());
  return rows;
};

test('every combination is refused with a reason, or runs and keeps what it promises', () => {
  let [run, refused] = [0, 0];
  for (const transport of ['simulated', 'simulated-links'])
    for (const choice of choices()) {
      const names = [transport, choice].filter(Boolean).join();
      const says = refusal(names);
      if (says !== 'runs') {
        expect(says.length).toBeGreaterThan('no sensible stack: '.length + 20);
        refused += 1;
        continue;
      }
      run += 1;
      const stack = composeStack(names.split(','));
      const group = { members: ['p1', 'p2', 'p3'], replies: [{ process: 'p3', to: 'p2/1', body: 'reply' }] };
      const messages = ['p1', 'p2', 'p2', 'p3'].map((process, at) => ({ process, at: 5 + at }));
      const weather = {
        loss: transport === 'simulated' ? 0.1 : 0,
        duplicates: transport === 'simulated' ? 0.1 : 0,
        until: 100,
      };
      const { records, isQuiescent } = simulate(
        groupMachine(stack, group),
        planOf(group, messages, { seed: 3, weather, quiet: 1500 }),
      );
      expect([names, ...judged(stack, records, group.members, []).objections]).toEqual([names]);
      expect([names, isQuiescent]).toEqual([names, true]);
      // A reply too, at every member, wherever nothing is lost.
      const count = records.filter(({ event }) => event === 'delivered').length;
      if (stack.gives.has('validity')) expect([names, count]).toEqual([names, 15]);
    }
  expect({ run, refused }).toEqual({ run: 317, refused: 259 });
});

test('a stack says what it still promises when members are dead', () => {
  const names = ['p1', 'p2', 'p3'];
  const fixed = composeStack(['udp', 'nack', 'relay', 'sequencer']);
  expect(claimsOf(fixed, names, ['p2'])).toContain('validity');
  expect(claimsOf(fixed, names, ['p1'])).toEqual(['integrity', 'agreement', 'total']);
  const changing = composeStack(['udp', 'nack', 'views', 'sequencer']);
  expect(claimsOf(changing, names, ['p1'])).toEqual([...changing.gives]);
  expect(claimsOf(changing, names, ['p1', 'p2'])).not.toContain('validity');
});

test('the names of all transports are known', () => {
  for (const transport of Object.keys(transports)) expect(refusal(transport)).toBe('runs');
});

describe('on the wire', () => {
  const message = { sender: 'p1', inc: '1', n: 7, body: 'é\n"x"' };
  const packet: Packet = {
    m: message,
    h: [0, 1, 4],
    over: { m: message, h: { a: [1] }, over: { m: message, h: null, over: null } },
  };

  test('a packet is a flat row, the message once', () => {
    expect(toWire(packet)).toEqual([['p1', '1', 7, 'é\n"x"'], [0, 1, 4], { a: [1] }, null]);
    expect(fromWire(JSON.parse(JSON.stringify(toWire(packet))))).toEqual(packet);
  });

  test('one without a message too', () => {
    const control: Packet = { m: null, h: ['have', 0, 1, 9], over: null };
    expect(fromWire(toWire(control))).toEqual(control);
  });

  test.each([[null], ['text'], [[]], [[0]], [[['p1', '1', 1.5, 'x'], 0]], [[['p1', 1, 1, 'x'], 0]], [[{}, 0]]])(
    '%j is refused',
    (wire) => {
      expect(() => fromWire(wire)).toThrow(expect.objectContaining({ reason: 'undecodable' }));
    },
  );
});
