import { explore, shrink, simulate, type Machine, type Plan } from '@parley/faults';
import { judgeRecords, type EvidenceRecord, type VerdictName } from '@parley/evidence';
import { composeStack } from './compose';
import { judged, schedule } from './group.testing';
import { caseOf, planOf } from './plans';
import { groupMachine, type GroupCase, type Simulated } from './simulated';
import type { NodeInput } from './layer';

const three: GroupCase = { members: ['p1', 'p2', 'p3'], settings: { acknowledge: 0 } };

/** The shortest history of a small case in which the verdict is violated. */
const shortest = (
  layers: string[],
  group: GroupCase,
  messages: Record<string, number>,
  name: VerdictName,
  crashes = 0,
) => {
  const check = (records: EvidenceRecord[]): string | undefined =>
    judgeRecords(records)[name].is === 'violated' ? name : undefined;
  const machine = groupMachine(composeStack(['simulated-links', ...layers]), group);
  const { witness } = explore(machine, caseOf(group, messages, { crashes }), check, { breadth: true });
  return { verdicts: judgeRecords(witness!.records), ...witness! };
};

const delivered = (records: readonly EvidenceRecord[], process: string): string[] =>
  records.filter((record) => record.process === process && record.event === 'delivered').map(({ msg }) => msg.id);

test('the answer overtakes the question: FIFO holds, causal order does not', () => {
  const group = { ...three, replies: [{ process: 'p2', to: 'p1/1', body: 'answer' }] };
  const { records, steps, verdicts } = shortest(['fifo'], group, { p1: 1 }, 'causal');
  expect(delivered(records, 'p3')).toEqual(['g/p2/1/1', 'g/p1/1/1']);
  expect(verdicts.fifo.is).not.toBe('violated');
  expect(verdicts.causal).toMatchObject({ is: 'violated', half: 'local order' });
  // Told, its two packets, the two of the answer: no shorter schedule is at rest.
  expect(steps).toHaveLength(5);
});

test('two senders, delays crossed: causal order holds, total order does not', () => {
  const { records, verdicts } = shortest(['causal'], three, { p1: 1, p2: 1 }, 'total');
  const rows = three.members.map((member) => delivered(records, member).join());
  expect(new Set(rows).size).toBe(2);
  expect(verdicts.causal.is).not.toBe('violated');
  expect(verdicts.total.is).toBe('violated');
});

test('the sender delivers to itself and dies: agreement holds, uniform agreement does not', () => {
  const { records, steps, verdicts } = shortest(['relay', 'fifo'], three, { p1: 1 }, 'uniform-agreement', 1);
  expect(steps).toEqual(['p1 is told 2; p1 dies after 0 of 2 sends']);
  expect(delivered(records, 'p1')).toEqual(['g/p1/1/1']);
  expect(verdicts.agreement.is).not.toBe('violated');
});

test('the simple way: the sender dies between its sends, and one member is left without the message', () => {
  const { records, steps } = shortest(['naive', 'fifo'], three, { p1: 1 }, 'agreement', 1);
  expect(steps).toEqual(['p1 is told 2; p1 dies after 1 of 2 sends', 'p1 > p2']);
  expect([delivered(records, 'p2'), delivered(records, 'p3')]).toEqual([['g/p1/1/1'], []]);
});

test('a failing run of the simple way over a bad network is shrunk to one message and one crash', () => {
  const stack = composeStack(['simulated', 'ack', 'naive', 'fifo']);
  const objects = (records: EvidenceRecord[]): string | undefined =>
    judgeRecords(records).agreement.is === 'violated' ? 'agreement' : undefined;
  const failing = (seed: number): { machine: Machine<Simulated, NodeInput>; plan: Plan<NodeInput> } => {
    const { group, plan } = schedule(stack, seed, 3, { crashes: 1 });
    const machine = groupMachine(stack, group);
    return objects(simulate(machine, plan).records) ? { machine, plan } : failing(seed + 1);
  };
  const isMessage = (input: NodeInput): boolean => input.kind === 'submit';
  const { machine, plan } = failing(1);
  const witness = shrink(machine, plan, objects, { isMessage })!;
  expect(plan.script.filter(({ input }) => isMessage(input)).length).toBeGreaterThan(1);
  expect(witness.plan.script.filter(({ input }) => isMessage(input))).toHaveLength(1);
  expect(witness.plan.faults).toHaveLength(1);
  expect(witness.plan.weather).toMatchObject({ loss: 0, duplicates: 0 });
  expect(witness.run.records.length).toBeLessThan(simulate(machine, plan).records.length);
  // The plan is the witness: run again, it gives the same history.
  expect(simulate(machine, witness.plan).records).toEqual(witness.run.records);
});

describe('the sequencer dies, at every one of its steps and after every number of sends', () => {
  const group: GroupCase = { members: ['p1', 'p2', 'p3'], settings: { heartbeat: 50, timeout: 200 } };
  const messages = [
    { process: 'p2', at: 5 },
    { process: 'p3', at: 6 },
    { process: 'p2', at: 7 },
    { process: 'p3', at: 600 },
  ];
  const join = { at: 500, process: 'p4', input: { kind: 'join' as const, contacts: group.members } };

  test.each(['sequencer', 'sequencer-stream', 'causal-sequencer'])(
    '%s: one order, no gap, no double; a new member begins at the right place',
    (order) => {
      const stack = composeStack(['simulated', 'nack', 'views', order]);
      const machine = groupMachine(stack, group);
      let taken = 0;
      for (let step = 2; step <= 20; step += 1)
        for (let sends = 0; sends <= 2; sends += 1) {
          const faults = [{ kind: 'crash' as const, process: 'p1', step, sends }];
          const { records } = simulate(
            machine,
            planOf(group, messages, { seed: step, faults, more: [join], quiet: 1500 }),
          );
          expect(judged(stack, records, group.members, ['p1']).objections).toEqual([]);
          const [p2, p3, p4] = ['p2', 'p3', 'p4'].map((member) => delivered(records, member));
          expect(p3).toEqual(p2);
          expect(new Set(p2)).toEqual(new Set(['g/p2/1/1', 'g/p2/1/2', 'g/p3/1/1', 'g/p3/1/2']));
          expect(p4).toEqual(['g/p3/1/2']);
          if (records.some(({ event, process }) => event === 'crash' && process === 'p1')) taken += 1;
        }
      expect(taken).toBe(19 * 3);
    },
  );
});
