import { InvalidArgumentError, Option, type Command } from 'commander';
import { guarantees, type Guarantee } from '@parley/evidence';
import { claimsOf, judged } from '@parley/styles/group/shown/judged';
import { command, show, type Context } from './context';
import { exitCodes } from './failures';
import { formats, historiesIn } from './group-history';
import { verdictTable } from './group-run.command';

const claimed = (text: string): Guarantee[] => {
  const names = text.split(',');
  const wrong = names.find((name) => !(guarantees as readonly string[]).includes(name));
  if (wrong !== undefined) throw new InvalidArgumentError(`No guarantee ${wrong}: ${guarantees.join(', ')}.`);
  return names as Guarantee[];
};

/** How the history is written. */
export const formatOption = (): Option =>
  new Option('--format <format>', 'how the history is written').choices(formats).default('lines');

export const groupCheckCommand = (context: Context): Command =>
  command('check', 'judge a history, ours or anybody’s: exit code 0 when all that is claimed holds')
    .argument('<files...>', 'lines of JSON, or folders of them; or logs of ShiViz')
    .addOption(formatOption())
    .option(
      '--claims <guarantees>',
      'what is promised, with commas; else what the stack named in the history gives, or integrity',
      claimed,
    )
    .action(async (files: string[], { json, claims, format }) => {
      const { histories, doubts } = historiesIn(files, format);
      const results = histories.map((history) => ({
        stack: history.style,
        ...judged(history, claims ?? claimsOf(history.style)),
      }));
      for (const { line, says } of doubts) context.output.err(line > 0 ? `line ${line}: ${says}` : says);
      show(context, json, results, () =>
        results
          .map((result) =>
            [`run ${result.run}, group ${result.group}, stack ${result.stack}`, '', verdictTable(result, context)].join(
              '\n',
            ),
          )
          .join('\n\n'),
      );
      if (results.some(({ holds }) => !holds)) context.verdict(exitCodes.failed);
    });
