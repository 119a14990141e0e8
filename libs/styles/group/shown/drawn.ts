import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spaceTimeFigure, spaceTimeToSvg, spaceTimeToTerminal, type SpaceTime } from '@parley/diagrams';
import type { EvidenceRecord } from '@parley/evidence';
import type { Stage } from '@parley/roles';
import { namesOf } from './seen';

/** A group's history as a space–time diagram, its processes in the order of their names. */
export const figureOf = (title: string, history: readonly EvidenceRecord[]): SpaceTime => {
  const lines = [...new Set(history.map(({ process }) => process))].filter((name) => name !== 'harness').sort();
  const text = `What ${lines.join(', ')} sent, received, held back and delivered, each on a line of its own, time downwards.`;
  return spaceTimeFigure(history, { title, text, lines, label: namesOf(history) });
};

/** Draws a history in the terminal, and beside it as SVG. */
export const drawHistory = (
  { say, out }: Stage,
  name: string,
  title: string,
  history: readonly EvidenceRecord[],
): void => {
  const figure = figureOf(title, history);
  for (const line of spaceTimeToTerminal(figure)) say(line);
  const file = join(out, `${name}.svg`);
  writeFileSync(file, spaceTimeToSvg(figure));
  say(`\nThe same as a drawing: ${file}\n`);
};
