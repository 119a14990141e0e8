import type { EvidenceRecord } from '@parley/evidence';
import { harnessNote, recordOf, type Machine } from './machine';
import { localSteps, type Flight, type Step } from './local';

/** A small case: links that reorder and lose nothing, except what a crash keeps from being sent, and `losses`. */
export interface Case<I> {
  processes: readonly string[];
  channel: string;
  /** What each process is told, in this order; the first of it (to start) before anything else. */
  script: Readonly<Record<string, readonly I[]>>;
  /** How many processes may crash, at any step and after any number of its sends. */
  crashes: number;
  /** How many packets may be lost. */
  losses?: number;
  /** Whether timers may fire at any time: else only where nothing else can happen any more. */
  timers?: boolean;
}

export interface Explored {
  /** States that were seen, each once, and different histories at the ends. */
  states: number;
  ends: number;
  /** False: the limit or an objection came first. */
  isComplete: boolean;
  /** The history that the check objected to; searched in breadth, one of the fewest steps. */
  witness?: { records: EvidenceRecord[]; steps: string[]; says: string };
}

interface World {
  /** Numbers of the local states, by process. */
  locals: readonly number[];
  /** Numbers of the packets on their way, rising. */
  flights: readonly number[];
  crashes: number;
  losses: number;
  step: string;
  before: World | undefined;
}

const keyOf = ({ locals, flights, crashes, losses }: World): string =>
  `${locals.join()}|${flights.join()}|${crashes}|${losses}`;

const stepsOf = (world: World): string[] => {
  const steps: string[] = [];
  for (let at: World | undefined = world; at?.before; at = at.before) steps.push(at.step);
  return steps.reverse();
};

/**
 * Goes through all schedules of a small case, up to equivalence: two schedules that leave every process in the same
 * state, with the same history of its own and the same packets on the way, are one. `check` judges the history at each
 * end and returns an objection, with which the search ends. `breadth`: fewest steps first; else depth first, which
 * needs less memory. Stops, incomplete, after `limit` states.
 */
export const explore = <S, I>(
  machine: Machine<S, I>,
  { processes: names, channel, script, crashes, losses = 0, timers: areTimersFree = false }: Case<I>,
  check: (records: EvidenceRecord[]) => string | undefined,
  { breadth = false, limit = 1_000_000 }: { breadth?: boolean; limit?: number } = {},
): Explored => {
  const { locals, flights, first, told, arrive, fire } = localSteps(machine, names, channel, script);

  const historyOf = (world: World): EvidenceRecord[] => [
    ...world.locals.flatMap((id, at) =>
      locals[id]!.notes.map((evidence, place) => recordOf('exploration', names[at]!, place + 1, place, evidence)),
    ),
    recordOf('exploration', 'harness', 1, 0, harnessNote('settled', channel)),
  ];

  /** The worlds that may follow a step of one process: one, and one for each point at which it may die in it. */
  const follow = (world: World, at: number, taken: number, step: Step, text: string): World[] => {
    const rest = taken < 0 ? world.flights : world.flights.filter((_, index) => index !== taken);
    const worldWith = (
      id: number,
      kept: readonly number[],
      sent: readonly number[],
      said: string,
      left: number,
    ): World => {
      const useful = sent.filter((flight) => !locals[world.locals[flights[flight]!.to]!]!.isDead);
      return {
        locals: world.locals.map((local, index) => (index === at ? id : local)),
        flights: [...kept, ...useful].sort((a, b) => a - b),
        crashes: left,
        losses: world.losses,
        step: said,
        before: world,
      };
    };
    const worlds = [worldWith(step.next, rest, step.sent, text, world.crashes)];
    if (world.crashes === 0) return worlds;
    const kept = rest.filter((flight) => flights[flight]!.to !== at);
    for (let count = 0; count <= step.sent.length; count += 1) {
      const said = `${text}; ${names[at]} dies after ${count} of ${step.sent.length} sends`;
      worlds.push(worldWith(step.dead(), kept, step.sent.slice(0, count), said, world.crashes - 1));
    }
    return worlds;
  };

  const successors = (world: World): World[] => {
    const worlds: World[] = [];
    for (const [index, id] of world.flights.entries()) {
      if (id === world.flights[index - 1]) continue;
      const { from, to }: Flight = flights[id]!;
      const way = `${names[from]} > ${names[to]}`;
      worlds.push(...follow(world, to, index, arrive(world.locals[to]!, id), way));
      if (world.losses > 0) {
        const rest = world.flights.filter((_, other) => other !== index);
        worlds.push({ ...world, flights: rest, losses: world.losses - 1, step: `${way} is lost`, before: world });
      }
    }
    for (const [at, id] of world.locals.entries()) {
      const step = told(id, at);
      if (step) worlds.push(...follow(world, at, -1, step, `${names[at]} is told ${locals[id]!.told + 1}`));
    }
    if (areTimersFree || worlds.length === 0)
      for (const [at, id] of world.locals.entries())
        for (const name of locals[id]!.timers)
          worlds.push(...follow(world, at, -1, fire(id, at, name), `${names[at]}: timer ${name}`));
    return worlds;
  };

  const start: World = { ...first, crashes, losses, step: '', before: undefined };
  const seen = new Set([keyOf(start)]);
  const judged = new Set<string>();
  let open = [start];
  while (open.length > 0) {
    const next: World[] = [];
    for (const world of breadth ? open : [open.pop()!]) {
      const worlds = successors(world);
      const end = worlds.length === 0 ? world.locals.map((id) => locals[id]!.seen).join('#') : undefined;
      if (end !== undefined && !judged.has(end)) {
        judged.add(end);
        const records = historyOf(world);
        const says = check(records);
        if (says !== undefined)
          return {
            states: seen.size,
            ends: judged.size,
            isComplete: false,
            witness: { records, steps: stepsOf(world), says },
          };
      }
      for (const follower of worlds) {
        const key = keyOf(follower);
        if (seen.has(key)) continue;
        if (seen.size >= limit) return { states: seen.size, ends: judged.size, isComplete: false };
        seen.add(key);
        next.push(follower);
      }
    }
    if (breadth) open = next;
    else for (const world of next) open.push(world);
  }
  return { states: seen.size, ends: judged.size, isComplete: true };
};
