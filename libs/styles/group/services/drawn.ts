import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spaceTimeFigure, spaceTimeToSvg, spaceTimeToTerminal, type SpaceTime } from '@parley/diagrams';
import type { EvidenceRecord } from '@parley/evidence';
import type { Stage } from '@parley/roles';
import type { Executed } from './outcome';
import type { Service } from './service';

/** A run of a service as a space–time diagram: messages are called by the operations that they carry. */
export const figureOf = (service: Service, title: string, history: readonly EvidenceRecord[]): SpaceTime => {
  const said = new Map<string, string>();
  for (const { event, msg, note = '' } of history)
    if (event === 'processed') said.set(msg.id, service.say((JSON.parse(note) as Executed).operation));
  const lines = [...new Set(history.map(({ process }) => process))].filter((name) => name !== 'harness').sort();
  const text = `What the replicas ${lines.join(', ')} sent, received, held back and delivered, time downwards.`;
  return spaceTimeFigure(history, { title, text, lines, label: (id) => said.get(id) ?? id });
};

/** Draws it in the terminal, and beside it as SVG. */
export const draw = ({ say, out }: Stage, name: string, figure: SpaceTime): void => {
  spaceTimeToTerminal(figure).forEach(say);
  const file = join(out, `${name}.svg`);
  writeFileSync(file, spaceTimeToSvg(figure));
  say(`\nThe same as a drawing: ${file}\n`);
};
