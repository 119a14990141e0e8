import type { Case, Fault, Plan, Weather } from '@parley/faults';
import type { NodeInput } from './layer';
import type { GroupCase } from './simulated';

/** A message of a simulated run: who submits it when; `after` a number of milliseconds. */
export interface Submission {
  process: string;
  at: number;
  body?: string;
}

const calm: Weather = { delay: [1, 10], loss: 0, duplicates: 0, until: 0 };

/** The plan of a run: members start at 0, then submit; `more` inputs (joins, leaves) come where they are wanted. */
export const planOf = (
  { group = 'g', members }: GroupCase,
  messages: readonly Submission[],
  {
    seed,
    weather = {},
    faults = [],
    more = [],
    quiet = 2500,
  }: {
    seed: number;
    weather?: Partial<Weather>;
    faults?: readonly Fault[];
    more?: Plan<NodeInput>['script'];
    quiet?: number;
  },
): Plan<NodeInput> => {
  const others = [...new Set([...messages, ...more].map(({ process }) => process))].filter(
    (name) => !members.includes(name),
  );
  const processes = [...members, ...others];
  return {
    seed,
    processes,
    channel: group,
    weather: { ...calm, ...weather },
    script: [
      ...processes.map((process) => ({ at: 0, process, input: { kind: 'start' as const } })),
      ...more,
      ...messages.map(({ process, at, body = '' }, index) => ({
        at,
        process,
        input: { kind: 'submit' as const, body: body || `m${index + 1}` },
      })),
    ],
    faults,
    quiet,
  };
};

/** A small case for exploration: who submits how many messages. */
export const caseOf = (
  { group = 'g', members }: GroupCase,
  messages: Readonly<Record<string, number>>,
  more: Partial<Omit<Case<NodeInput>, 'processes' | 'channel' | 'script'>> = {},
): Case<NodeInput> => ({
  processes: members,
  channel: group,
  script: Object.fromEntries(
    members.map((member) => [
      member,
      [
        { kind: 'start' as const },
        ...Array.from({ length: messages[member] ?? 0 }, (_, at) => ({
          kind: 'submit' as const,
          body: `${member}-${at + 1}`,
        })),
      ],
    ]),
  ),
  crashes: 0,
  ...more,
});
