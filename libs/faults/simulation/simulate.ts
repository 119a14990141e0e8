import type { Evidence, EvidenceRecord } from '@parley/evidence';
import { randomOf } from '../random';
import { pop, push, type Due } from './heap';
import { harnessNote, recordOf, type Arrival, type Machine, type MachineHost } from './machine';
import { endOf, isCut, waysOf, type Plan } from './plan';

export interface Run<S> {
  records: EvidenceRecord[];
  /** Inputs handled by all processes together, and by each. */
  steps: number;
  stepsOf: Record<string, number>;
  /** Nothing was noted any more in the second half of the quiet time. */
  isQuiescent: boolean;
  /** The last states of those that did not crash. */
  states: Map<string, S>;
}

type What<I> =
  | { kind: 'input'; process: string; input: I }
  | { kind: 'packet'; process: string; from: string; packet: unknown }
  | { kind: 'timer'; process: string; name: string; order: number }
  | { kind: 'crash'; process: string };

interface Process<S> {
  state: S;
  isDead: boolean;
  seq: number;
  steps: number;
  timers: Map<string, number>;
  thaws: number;
}

/** Runs a plan: everything that is random comes from its seed. */
export const simulate = <S, I>(machine: Machine<S, I>, plan: Plan<I>): Run<S> => {
  const { seed, weather, channel } = plan;
  const end = endOf(plan) + plan.quiet;
  const random = randomOf(seed, 'network');
  const processes = new Map<string, Process<S>>();
  const rangeOf = waysOf(seed, weather);
  const heap: Due<What<I>>[] = [];
  const records: EvidenceRecord[] = [];
  let order = 0;
  let now = 0;
  let steps = 0;
  let noted = 0;
  let sendsLeft = Infinity;

  const schedule = (at: number, what: What<I>): number => {
    order += 1;
    push(heap, { at, order, what });
    return order;
  };
  const write = (name: string, process: Process<S>, evidence: Evidence): void => {
    process.seq += 1;
    noted = now;
    records.push(recordOf(`simulation-${seed}`, name, process.seq, now, evidence));
  };
  const carry = (from: string, to: string, packet: unknown): void => {
    const isBad = now < weather.until;
    if (sendsLeft <= 0) return;
    sendsLeft -= 1;
    if (!processes.has(to) || isCut(plan.faults, now, from, to) || (isBad && random() < weather.loss)) return;
    const [low, high] = rangeOf(from, to);
    const copies = isBad && random() < weather.duplicates ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1)
      schedule(now + low + random() * (high - low), { kind: 'packet', process: to, from, packet });
  };

  const begin = (name: string, inputs: readonly I[]): void => {
    processes.set(name, { state: machine.start(name), isDead: false, seq: 0, steps: 0, timers: new Map(), thaws: 0 });
    for (const input of inputs) schedule(now, { kind: 'input', process: name, input });
  };
  const hostOf = (name: string, process: Process<S>): MachineHost<I> => ({
    now: () => now,
    send: (packet, to) => {
      for (const other of to ?? processes.keys()) if (other !== name) carry(name, other, packet);
    },
    timer: (timer, ms) => {
      process.timers.set(timer, schedule(now + ms, { kind: 'timer', process: name, name: timer, order: order + 1 }));
    },
    cancel: (timer) => process.timers.delete(timer),
    note: (evidence) => write(name, process, evidence),
    begin,
  });
  const hosts = new Map<string, MachineHost<I>>();
  const crash = (name: string, process: Process<S>): void => {
    process.isDead = true;
    write(name, process, harnessNote('crash', channel));
  };
  const handle = (name: string, process: Process<S>, input: I | Arrival): void => {
    steps += 1;
    process.steps += 1;
    const fault = plan.faults.find(
      (one) => one.kind === 'crash' && 'step' in one && one.process === name && one.step === process.steps,
    );
    sendsLeft = fault && 'sends' in fault ? fault.sends : Infinity;
    let host = hosts.get(name);
    if (!host) hosts.set(name, (host = hostOf(name, process)));
    machine.on(process.state, input, host);
    sendsLeft = Infinity;
    if (fault) crash(name, process);
  };
  const happen = (what: What<I>): void => {
    const process = processes.get(what.process);
    if (!process || process.isDead) return;
    if (what.kind === 'crash') return crash(what.process, process);
    if (process.thaws > now) {
      if (what.kind === 'timer' && process.timers.get(what.name) !== what.order) return;
      const later = schedule(process.thaws, what.kind === 'timer' ? { ...what, order: order + 1 } : what);
      if (what.kind === 'timer') process.timers.set(what.name, later);
      return;
    }
    if (what.kind === 'input') return handle(what.process, process, what.input);
    if (what.kind === 'packet') return handle(what.process, process, what);
    if (process.timers.get(what.name) !== what.order) return;
    process.timers.delete(what.name);
    handle(what.process, process, what);
  };

  for (const name of plan.processes) begin(name, []);
  for (const { at, process, input } of plan.script) schedule(at, { kind: 'input', process, input });
  for (const fault of plan.faults)
    if (fault.kind === 'crash' && 'at' in fault) schedule(fault.at, { kind: 'crash', process: fault.process });
  const freezes = plan.faults.filter((fault) => fault.kind === 'freeze');
  for (let due = pop(heap); due && due.at <= end; due = pop(heap)) {
    now = due.at;
    for (const { process, at, ms } of freezes) {
      const frozen = processes.get(process);
      if (frozen && now >= at && now < at + ms) frozen.thaws = at + ms;
    }
    happen(due.what);
  }
  const isQuiescent = heap.length === 0 || noted < end - plan.quiet / 2;
  if (isQuiescent) records.push(recordOf(`simulation-${seed}`, 'harness', 1, end, harnessNote('settled', channel)));
  return {
    records,
    steps,
    stepsOf: Object.fromEntries([...processes].map(([name, process]) => [name, process.steps])),
    isQuiescent,
    states: new Map([...processes].filter(([, { isDead }]) => !isDead).map(([name, { state }]) => [name, state])),
  };
};
