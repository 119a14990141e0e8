import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EvidenceRecord } from '@parley/evidence';
import { Fatal, simulate, type Fault } from '@parley/faults';
import { composeStack } from '../stack/compose';
import { planOf } from '../stack/plans';
import { groupMachine } from '../stack/simulated';
import { transports } from '../transports';
import { openLab } from './lab';

/** A run of a group under load and faults. */
export interface RunOptions {
  /** Names of layers: `['udp', 'nack', 'relay', 'causal']`. */
  stack: readonly string[];
  /** How many members; they are called p1, p2 … */
  members: number;
  /** Messages of all together. */
  messages: number;
  /** Shares of what comes to each member. */
  loss: number;
  duplicates: number;
  reorder: number;
  /** Killed when it has sent so many of its own messages. */
  crash?: { process: string; after: number };
  seed: number;
  /** In the simulated network, not between processes: the same seed gives the same run. */
  simulated: boolean;
  /** Folder for the history; it stays. */
  dir?: string;
  /** Where folders of the run’s own are made. */
  out: string;
  /** The command of a process that plays a member. */
  command: readonly string[];
  /** Ends the run early: its processes close, and what has been seen so far is returned. */
  signal?: AbortSignal;
}

/** Messages of one member a second. */
const rate = 200;

const namesOf = (count: number): string[] => Array.from({ length: count }, (_, index) => `p${index + 1}`);

const shareOf = ({ messages, members }: RunOptions, index: number): number =>
  Math.floor(messages / members) + (index < messages % members ? 1 : 0);

const inSimulator = (names: readonly string[]): string[] => [
  'simulated',
  ...names.filter((name) => !(name in transports) && name !== 'simulated'),
];

function simulated(options: RunOptions): EvidenceRecord[] {
  const { stack: names, seed, loss, duplicates, crash, dir } = options;
  const stack = composeStack(inSimulator(names));
  const members = namesOf(options.members);
  const messages = members.flatMap((process, index) =>
    Array.from({ length: shareOf(options, index) }, (_, n) => ({ process, at: 10 + (n * 1000) / rate + index })),
  );
  const last = Math.max(0, ...messages.map(({ at }) => at));
  const dies = crash && messages.filter(({ process }) => process === crash.process)[crash.after - 1];
  const faults: Fault[] = dies ? [{ kind: 'crash', process: dies.process, at: dies.at + 0.5 }] : [];
  const weather = { loss, duplicates, until: last };
  const { records } = simulate(
    groupMachine(stack, { members }),
    planOf({ members }, messages, { seed, weather, faults }),
  );
  if (dir !== undefined) {
    mkdirSync(dir, { recursive: true });
    const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
    writeFileSync(join(dir, `simulated-${seed}.jsonl`), text);
  }
  return records;
}

async function real(options: RunOptions): Promise<EvidenceRecord[]> {
  const { stack, seed, loss, duplicates, reorder, crash, dir, out, command } = options;
  const lab = openLab({ command, stack, seed, out, ...(dir !== undefined && { dir }) });
  options.signal?.addEventListener('abort', () => void lab.close(), { once: true });
  try {
    const members = await lab.members(namesOf(options.members));
    const impaired = { loss, duplicate: duplicates, reorder };
    await Promise.all(members.map((player) => player.tell({ do: 'impair', impaired })));
    await Promise.all(
      members.map(async (player, index) => {
        const dies = crash?.process === player.name ? { diesAfter: crash.after } : {};
        const sent = player.send({ count: shareOf(options, index), perSecond: rate, ...dies });
        if (crash?.process === player.name) await lab.died(player);
        else await sent;
      }),
    );
    await lab.settled(700, 60_000);
    return [...lab.history()];
  } finally {
    await lab.close();
  }
}

/**
 * Runs a group and returns its history: processes over a real transport, or the simulated network. Throws Fatal
 * `senseless` for layers that do not go together, `usage` for a crash of somebody who is not there or sends too little.
 */
export async function runGroup(options: RunOptions): Promise<EvidenceRecord[]> {
  composeStack(options.simulated ? inSimulator(options.stack) : options.stack);
  const { crash } = options;
  const index = namesOf(options.members).indexOf(crash?.process ?? 'p1');
  if (index < 0 || (crash && (crash.after < 1 || crash.after > shareOf(options, index))))
    throw new Fatal(`${crash?.process} does not send ${crash?.after} messages`, { reason: 'usage' });
  return options.simulated ? simulated(options) : real(options);
}
