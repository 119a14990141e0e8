import { join } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { groupHistories } from '@parley/evidence';
import { Fatal } from '@parley/faults';
import { claimsOf, judged, type Judged } from '@parley/styles/group/shown/judged';
import type { RunOptions } from '@parley/styles/group/shown/run';
import { repoRoot } from '@parley/topology';
import { whole } from './arguments';
import { command, show, type Context } from './context';
import { exitCodes, usage } from './failures';
import { table } from './output';

/** A share: 0 to 1. */
const share = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value < 1))
    throw new InvalidArgumentError('Expected a share, 0 to below 1.');
  return value;
};

/** `p2@3`: p2, when it has sent three messages. */
const crash = (text: string): RunOptions['crash'] => {
  const [, process = '', after] = /^(p\d+)@(\d+)$/.exec(text) ?? [];
  if (after === undefined) throw new InvalidArgumentError('Expected MEMBER@MESSAGES, e.g. p2@3.');
  return { process, after: Number(after) };
};

const reasons = ['senseless', 'unknown-layer', 'usage', 'transport'];

/** What is wrong with what was asked is told as such; anything else is a failure. */
export const asked = (error: unknown): unknown =>
  error instanceof Fatal && reasons.includes(error.reason) ? usage(error.message) : error;

/** The verdicts, those first that the stack claims. */
export const verdictTable = ({ verdicts }: Judged, context: Context): string =>
  table(
    verdicts,
    [
      { head: 'property', value: ({ name }) => name },
      { head: 'claimed', value: ({ claimed }) => (claimed ? 'yes' : '') },
      { head: 'verdict', value: ({ verdict }) => verdict.is },
      { head: 'with what', value: ({ says, verdict }) => says.slice(verdict.is.length + 1) },
    ],
    context.output,
  );

/** A command line that plays a member of a group, told on stdin what to do. */
const memberCommand = (): string[] => [process.execPath, process.argv[1]!, 'group', 'member'];

export const groupRunCommand = (context: Context): Command =>
  command('run', 'run a group of processes under load and faults, and judge what they saw')
    .option('--stack <layers>', 'transport and layers, with commas', 'udp,nack,relay,causal')
    .option('--members <n>', 'how many processes', whole(1), 5)
    .option('--messages <n>', 'how many messages, of all together', whole(1), 200)
    .option('--loss <share>', 'of what comes to each member', share, 0)
    .option('--duplicates <share>', 'of what comes to each member', share, 0)
    .option('--reorder <share>', 'of what comes to each member: later ones overtake it', share, 0)
    .option('--crash <member@messages>', 'SIGKILL for this member when it has sent so many, e.g. p2@3', crash)
    .option('--seed <n>', 'of the faults', whole(0), 1)
    .option('--simulated', 'in the simulated network: the same seed gives the same run')
    .option('--out <folder>', 'keep the history there, for check and draw')
    .action(async ({ json, stack, out, simulated = false, ...options }) => {
      const layers = String(stack).split(',');
      const { runGroup } = await import('@parley/styles/group/shown/run');
      const records = await runGroup({
        ...options,
        stack: layers,
        simulated,
        ...(out !== undefined && { dir: out }),
        out: join(repoRoot(), '.parley', 'groups'),
        command: memberCommand(),
        signal: context.signal,
      } as RunOptions).catch((error: unknown) => {
        throw asked(error);
      });
      const [history] = groupHistories(records);
      const result = judged(history!, claimsOf(history!.style));
      const delivered = records.filter(({ event }) => event === 'delivered').length;
      show(context, json, { stack: history!.style, records: records.length, delivered, ...result }, () =>
        [
          `${history!.style}, ${options.members} members, ${delivered} deliveries`,
          '',
          verdictTable(result, context),
          ...(out === undefined ? [] : ['', `The history: ${out}`]),
        ].join('\n'),
      );
      if (!result.holds) context.verdict(exitCodes.failed);
    });
