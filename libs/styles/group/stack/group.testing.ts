import { randomOf, simulate, type Fault, type Run } from '@parley/faults';
import { judgeRecords, sayVerdict, type EvidenceRecord, type VerdictName, type Verdicts } from '@parley/evidence';
import { claimsOf } from './limits';
import type { Stack } from './stack';
import { planOf, type Submission } from './plans';
import { groupMachine, type GroupCase, type Reply, type Simulated } from './simulated';

/** What a seeded schedule holds besides messages. */
export interface Trouble {
  crashes?: number;
  freeze?: boolean;
  partition?: boolean;
  join?: boolean;
  leave?: boolean;
}

export const five = ['p1', 'p2', 'p3', 'p4', 'p5'];

/** A schedule of a stack, all of it from the seed: who sends when, what is answered, what goes wrong. */
export const schedule = (stack: Stack, seed: number, size: number, trouble: Trouble = {}) => {
  const random = randomOf(seed, 'schedule', stack.name);
  const members = five.slice(0, size);
  const pick = (): string => members[Math.floor(random() * size)]!;
  const hasViews = stack.layers.includes('views');
  const count = 2 + Math.floor(random() * 4);
  const messages: Submission[] = Array.from({ length: count }, () => ({ process: pick(), at: 5 + random() * 40 }));
  if (hasViews) for (let at = 0; at < 4; at += 1) messages.push({ process: pick(), at: 100 + random() * 1500 });
  const replies: Reply[] = [{ process: pick(), to: `${pick()}/1`, body: 'reply' }];
  const faults: Fault[] = [];
  const hurt = new Set<string>();
  const victim = (): string => {
    let name = pick();
    while (hurt.has(name)) name = pick();
    hurt.add(name);
    return name;
  };
  for (let at = 0; at < (trouble.crashes ?? 0); at += 1)
    faults.push({
      kind: 'crash',
      process: victim(),
      step: 2 + Math.floor(random() * 16),
      sends: Math.floor(random() * size),
    });
  if (trouble.freeze) faults.push({ kind: 'freeze', process: victim(), at: 10 + random() * 100, ms: 1500 });
  if (trouble.partition) {
    const cut = [victim(), ...(size > 4 && hurt.size === 1 ? [victim()] : [])];
    const sides = [cut, members.filter((name) => !cut.includes(name))];
    faults.push({ kind: 'partition', at: 10 + random() * 100, ms: 1500, sides });
  }
  const more = [
    ...(trouble.join
      ? [{ at: 20 + random() * 300, process: 'p9', input: { kind: 'join' as const, contacts: members } }]
      : []),
    ...(trouble.leave ? [{ at: 20 + random() * 100, process: victim(), input: { kind: 'leave' as const } }] : []),
  ];
  const loses = stack.transport === 'simulated';
  const group: GroupCase = { members, replies };
  const plan = planOf(group, messages, {
    seed,
    weather: { delay: [1, 20], loss: loses ? random() * 0.15 : 0, duplicates: loses ? 0.05 : 0, until: 250 },
    faults,
    more,
    quiet: hasViews ? 3000 : 2000,
  });
  return { group, plan, dead: [...hurt] };
};

/** The verdicts that a stack's claims are broken by, as text; none if all is well. */
export const objections = (verdicts: Verdicts, claims: readonly VerdictName[]): string[] =>
  claims.flatMap((name) => (verdicts[name].is === 'violated' ? [sayVerdict(name, verdicts[name])] : []));

export const judged = (
  stack: Stack,
  records: EvidenceRecord[],
  members: readonly string[],
  dead: readonly string[],
) => {
  const claims = claimsOf(stack, members, dead);
  const verdicts = judgeRecords(records, { claims });
  return { verdicts, claims, objections: objections(verdicts, claims) };
};

/** Runs one seeded schedule and judges it. */
export const tried = (
  stack: Stack,
  seed: number,
  size: number,
  trouble: Trouble = {},
): ReturnType<typeof judged> & { run: Run<Simulated> } => {
  const { group, plan, dead } = schedule(stack, seed, size, trouble);
  const run = simulate(groupMachine(stack, group), plan);
  return { run, ...judged(stack, run.records, group.members, dead) };
};
