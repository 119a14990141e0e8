import type { Evidence } from '@parley/evidence';
import { harnessNote, type Arrival, type Machine, type MachineHost } from './machine';
import { canonical, copyOf } from './plain';

/** What one input does to one process; the same wherever the rest of the world stands, so it is computed once. */
export interface Step {
  next: number;
  sent: readonly number[];
  /** The state in its place when it dies in this step. */
  dead(): number;
}

/** A state of one process with its own history. */
export interface Local {
  state: unknown;
  isDead: boolean;
  told: number;
  timers: readonly string[];
  notes: readonly Evidence[];
  /** The part of its history that a verdict may depend on. */
  seen: string;
  steps: Map<string, Step>;
}

/** A packet on its way; processes by their place. */
export interface Flight {
  from: number;
  to: number;
  packet: unknown;
}

const judgedEvents = new Set(['submitted', 'delivered', 'view', 'crash']);

const seenOf = (notes: readonly Evidence[]): string =>
  notes
    .filter(({ event }) => judgedEvents.has(event))
    .map(({ event, msg, note }) => `${event[0]}${msg.id}${event === 'view' ? note : ''}`)
    .join();

/** The local states and packets of a small case, numbered as they turn up, and the steps between them. */
export const localSteps = <S, I>(
  machine: Machine<S, I>,
  names: readonly string[],
  channel: string,
  script: Readonly<Record<string, readonly I[]>>,
) => {
  const place = new Map(names.map((name, at) => [name, at]));
  const locals: Local[] = [];
  const flights: Flight[] = [];
  const numbers = new Map<string, number>();
  const numberOf = <T>(key: string, row: T[], make: () => T): number => {
    let id = numbers.get(key);
    if (id === undefined) numbers.set(key, (id = row.push(make()) - 1));
    return id;
  };
  const localOf = (at: number, local: Omit<Local, 'seen' | 'steps'>): number => {
    const seen = seenOf(local.notes);
    const digest = local.isDead ? 'dead' : machine.digest(local.state as S);
    const key = [at, local.told, local.timers.join(), seen, digest].join('|');
    return numberOf(key, locals, () => ({ ...local, seen, steps: new Map() }));
  };

  const run = (at: number, before: Local, input: I | Arrival, change: Partial<Local>): Step => {
    const name = names[at]!;
    const state = copyOf(before.state) as S;
    const timers = new Set(change.timers ?? before.timers);
    const notes = [...before.notes];
    const sent: number[] = [];
    const host: MachineHost<I> = {
      now: () => 0,
      send: (packet, to) => {
        const text = canonical(packet);
        for (const other of to ?? names) {
          const target = place.get(other);
          if (other === name || target === undefined) continue;
          sent.push(numberOf(`${at}>${target}:${text}`, flights, () => ({ from: at, to: target, packet })));
        }
      },
      timer: (timer) => timers.add(timer),
      cancel: (timer) => timers.delete(timer),
      note: (evidence) => notes.push(evidence),
      begin: () => undefined,
    };
    machine.on(state, input, host);
    const told = change.told ?? before.told;
    const next = localOf(at, { state, isDead: false, told, timers: [...timers].sort(), notes });
    let dead: number | undefined;
    return {
      next,
      sent,
      dead: () => {
        const all = [...notes, harnessNote('crash', channel)];
        dead ??= localOf(at, { state: undefined, isDead: true, told, timers: [], notes: all });
        return dead;
      },
    };
  };
  const cached = (id: number, key: string, make: (local: Local) => Step): Step => {
    const local = locals[id]!;
    let step = local.steps.get(key);
    if (!step) local.steps.set(key, (step = make(local)));
    return step;
  };

  const arrive = (id: number, flight: number): Step =>
    cached(id, `f${flight}`, (local) => {
      const { from, to, packet } = flights[flight]!;
      return run(to, local, { kind: 'packet', from: names[from]!, packet }, {});
    });
  const fire = (id: number, at: number, name: string): Step =>
    cached(id, `t${name}`, (local) =>
      run(at, local, { kind: 'timer', name }, { timers: local.timers.filter((other) => other !== name) }),
    );
  const told = (id: number, at: number): Step | undefined => {
    const local = locals[id]!;
    const input = local.isDead ? undefined : script[names[at]!]?.[local.told];
    return input === undefined ? undefined : cached(id, 's', () => run(at, local, input, { told: local.told + 1 }));
  };

  const begun = names.map((name, at) => {
    const id = localOf(at, { state: machine.start(name), isDead: false, told: 0, timers: [], notes: [] });
    return told(id, at) ?? { next: id, sent: [] };
  });
  const first = {
    locals: begun.map(({ next }) => next),
    flights: begun.flatMap(({ sent }) => [...sent]).sort((a, b) => a - b),
  };
  return { locals, flights, first, told, arrive, fire };
};
