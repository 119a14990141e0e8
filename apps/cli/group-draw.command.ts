import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { spaceTimeToSvg, spaceTimeToTerminal } from '@parley/diagrams';
import { toShiViz } from '@parley/evidence';
import { figureOf } from '@parley/styles/group/shown/drawn';
import { command, show, type Context } from './context';
import { usage } from './failures';
import { formatOption } from './group-check.command';
import { recordsIn } from './group-history';
import { whole } from './arguments';

export const groupDrawCommand = (context: Context): Command =>
  command('draw', 'draw a history as a space–time diagram')
    .argument('<files...>', 'lines of JSON, or folders of them; or logs of ShiViz')
    .addOption(formatOption())
    .option('--svg <file>', 'as SVG, into this file')
    .option('--shiviz <file>', 'as a log that ShiViz takes, into this file')
    .option('--messages <n>', 'only the first so many messages', whole(1))
    .option('--columns <n>', 'how wide the terminal is', whole(40))
    .action(async (files: string[], { json, format, svg, shiviz, messages, columns }) => {
      const all = recordsIn(files, format).records;
      const sent = [...new Set(all.flatMap(({ event, msg }) => (event === 'submitted' ? [msg.id] : [])))];
      const chosen = new Set(sent.slice(0, messages ?? sent.length));
      const records = all.filter(({ event, msg }) => !sent.includes(msg.id) || chosen.has(msg.id) || event === 'view');
      if (sent.length === 0) throw usage(`Nothing was submitted in ${files.join(', ')}.`);
      const figure = figureOf(files.join(', '), records);
      if (svg !== undefined) writeFileSync(svg, spaceTimeToSvg(figure));
      if (shiviz !== undefined) writeFileSync(shiviz, toShiViz(records));
      const written = [svg, shiviz].filter((file) => file !== undefined);
      show(context, json, figure, () =>
        written.length > 0
          ? `written: ${written.join(', ')}`
          : spaceTimeToTerminal(figure, { columns: columns ?? process.stdout.columns }).join('\n'),
      );
    });
