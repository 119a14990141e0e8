import { put, wrap, type Canvas } from './canvas';
import { indexOf } from './figure';
import type { SpaceTime, SpaceTimeKind } from './space-time';
import { cut, time } from './text';

const signs: Record<SpaceTimeKind, string> = {
  ...{ sends: '○', receives: '▷', holds: '◌', delivers: '●', drops: '✕', installs: '◇', crashes: '╳', starts: '┬' },
};
const legend = '○ sends  ▷ receives  ◌ holds back  ▒ held  ● delivers  ✕ drops  ◇ view  ╳ crashes';
const gutter = 12;

/** Whether a line is up at each row: from the start, or a new start, to a crash. */
const upAt = ({ events }: SpaceTime, id: string): boolean[] => {
  let up = true;
  return events.map(({ on, kind }) => {
    const here = on === id;
    if (here) up = kind !== 'crashes';
    return up || (here && kind === 'crashes');
  });
};

/**
 * The diagram in characters, at most `columns` wide, a row an event: each sends `○`, each receipt `▷` with an arrow from
 * its sender's line, each message kept back `◌` with the reason, each delivery `●`. Throws RangeError where something
 * stands at no line.
 */
export const spaceTimeToTerminal = (figure: SpaceTime, { columns = 100 }: { columns?: number } = {}): string[] => {
  const { lines, events, arrows, held } = figure;
  const place = { lifelines: lines };
  const width = Math.max(6, Math.floor((columns - gutter) / Math.max(1, lines.length)));
  const x = (id: string) => gutter + 2 + indexOf(place, id) * width;
  const canvas: Canvas = events.map(() => Array.from({ length: columns }, () => ' '));
  for (const { id } of lines) upAt(figure, id).forEach((up, row) => up && put(canvas, row, x(id), '│'));
  for (const { on, from, to } of held) {
    const up = upAt(figure, on);
    for (let row = from + 1; row < (to ?? events.length); row += 1) if (up[row]) put(canvas, row, x(on), '▒');
  }
  const arrowOf = new Map(arrows.map((arrow) => [arrow.to, arrow]));
  events.forEach(({ on, at, kind, label }, row) => {
    put(canvas, row, 0, cut(time(at), gutter - 1).padStart(gutter - 1));
    const arrow = arrowOf.get(row);
    const from = arrow && x(events[arrow.from]!.on);
    if (from !== undefined && from !== x(on)) {
      const [step, tip] = from < x(on) ? [1, '▶'] : [-1, '◀'];
      for (let at = from + step; at !== x(on); at += step) put(canvas, row, at, canvas[row]?.[at] === '│' ? '┼' : '─');
      put(canvas, row, x(on) - step, tip);
    }
    put(canvas, row, x(on), signs[kind]);
    // Between its line and the next one; over an arrow from the right, which goes on behind it.
    const right = from !== undefined && from > x(on);
    const room = Math.min(right ? width - 5 : width - 3, columns - x(on) - 3);
    put(canvas, row, x(on) + (right ? 3 : 2), cut(label, room));
  });
  const heads = Array.from({ length: columns }, () => ' ');
  for (const { id, label } of lines) put([heads], 0, x(id), cut(label, width - 2));
  return [
    ...wrap(figure.title, columns),
    '',
    heads.join('').trimEnd(),
    ...canvas.map((cells) => cells.join('').trimEnd()),
    '',
    cut(legend, columns),
  ];
};
