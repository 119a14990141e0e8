import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toSvg, toTerminal, type Figure } from '@parley/diagrams';
import type { Stage } from '@parley/roles';

/** Rows as lines, their columns under one another: text to the left, numbers to the right. */
export const table = (head: string[], rows: (string | number)[][]): string[] => {
  const cells = [head, ...rows.map((row) => row.map(String))];
  const width = head.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const isNumber = head.map((_, column) =>
    rows.every((row) => /^[\d.,+-]*( ?[%a-zA-Z/µ]+)?$/.test(String(row[column]))),
  );
  return cells.map((row) =>
    row
      .map((cell, column) => (isNumber[column] ? cell.padStart(width[column]!) : cell.padEnd(width[column]!)))
      .join('  ')
      .trimEnd(),
  );
};

/** Milliseconds, for people. */
export const ms = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;

/** Prints a figure, and writes it beside as SVG. */
export const draw = ({ say, out }: Stage, name: string, figure: Figure): void => {
  for (const line of toTerminal(figure)) say(line);
  const file = join(out, `${name}.svg`);
  writeFileSync(file, toSvg(figure));
  say(`\nThe same as a drawing: ${file}\n`);
};
