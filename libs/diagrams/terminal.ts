import { put, wrap, type Canvas } from './canvas';
import { indexOf, rowsOf, spanOf, type Arrow, type BarKind, type Figure, type Row } from './figure';
import { cut, time } from './text';

const bars: Record<BarKind, string> = { blocked: '█', runs: '▒', waits: '┊' };
const lines: Record<Arrow['kind'], string> = { call: '─', reply: '╌', acknowledgement: '┄' };
const gutter = 12;

interface Drawing {
  canvas: Canvas;
  rows: Row[];
  x: (id: string) => number;
}

/** The rows of an arrow's two ends. */
const endsOf = (rows: Row[], arrow: Arrow): [number, number] => {
  const row = (sent: boolean) =>
    rows.findIndex(
      ({ event }) => event && event.is !== 'mark' && event.arrow === arrow && (event.is === 'sent') === sent,
    );
  return [row(true), row(false)];
};

/** Beside the receiving lifeline, each arrow that is on its way at the same time in a lane of its own. */
const laneOf = (figure: Figure, rows: Row[], arrow: Arrow): number => {
  const [from, to] = endsOf(rows, arrow);
  const before = figure.arrows.slice(0, figure.arrows.indexOf(arrow)).filter((other) => other.to === arrow.to);
  return before.filter((other) => {
    const [otherFrom, otherTo] = endsOf(rows, other);
    return otherFrom < to && from < otherTo;
  }).length;
};

const drawArrow = ({ canvas, rows, x }: Drawing, figure: Figure, arrow: Arrow): void => {
  const [sent, received] = endsOf(rows, arrow);
  const [start, end] = [x(arrow.from), x(arrow.to)];
  const right = end >= start;
  const step = right ? 1 : -1;
  const room = Math.max(0, Math.abs(end - start) - 6);
  const lane = end - step * (2 + 2 * Math.min(laneOf(figure, rows, arrow), Math.floor(room / 3)));
  const line = lines[arrow.kind];
  const horizontal = (row: number, from: number, to: number) => {
    for (let at = from; right ? at < to : at > to; at += step) put(canvas, row, at, line);
  };
  horizontal(sent, start + step, lane);
  const space = Math.abs(lane - start) - 3;
  const label = cut(arrow.label, space - 2);
  const padded = label === '' ? '' : ` ${label} `;
  put(canvas, sent, right ? start + 2 : start - 1 - Array.from(padded).length, padded);
  put(canvas, sent, lane, right ? '╮' : '╭');
  for (let row = sent + 1; row < received; row += 1) put(canvas, row, lane, '╎');
  if (arrow.received === undefined) return put(canvas, received, lane, '✕');
  put(canvas, received, lane, right ? '╰' : '╯');
  horizontal(received, lane + step, end - step);
  put(canvas, received, end - step, right ? '▶' : '◀');
};

/**
 * The figure in box characters, time downwards, a line an event, at most `columns` wide. Each mark is one `●`, each
 * message received one `▶` or `◀`, each lost one `✕`. Throws RangeError where something stands at no lifeline.
 */
export const toTerminal = (figure: Figure, { columns = 100 }: { columns?: number } = {}): string[] => {
  const { lifelines, marks, arrows } = figure;
  const rows = rowsOf(figure);
  const width = Math.max(6, Math.floor((columns - gutter) / Math.max(1, lifelines.length)));
  const x = (id: string) => gutter + 2 + indexOf(figure, id) * width;
  const canvas: Canvas = rows.map(() => Array.from({ length: columns }, () => ' '));
  rows.forEach(({ at }, row) => {
    put(canvas, row, 0, cut(time(at), gutter - 1).padStart(gutter - 1));
    for (const { id } of lifelines) put(canvas, row, x(id), '│');
  });
  const drawing = { canvas, rows, x };
  for (const arrow of arrows) drawArrow(drawing, figure, arrow);
  for (const bar of figure.bars) {
    const [first, last] = spanOf(rows, bar);
    for (let row = first; row <= last; row += 1) put(canvas, row, x(bar.on), bars[bar.kind]);
  }
  rows.forEach(({ event }, row) => {
    if (event?.is !== 'mark') return;
    const { on, label } = event.mark;
    put(canvas, row, x(on), `● ${cut(label, Math.min(width - 4, columns - x(on) - 2))}`);
  });
  const heads = Array.from({ length: columns }, () => ' ');
  lifelines.forEach(({ id, label }) => put([heads], 0, Math.max(0, x(id) - 2), cut(label, width - 2)));
  const legend = '█ blocked  ▒ runs  ┊ waits, could do other things';
  const kinds = marks.length > 0 ? `${legend}  ● event` : legend;
  return [
    ...wrap(figure.title, columns),
    '',
    heads.join('').trimEnd(),
    ...canvas.map((cells) => cells.join('').trimEnd()),
    '',
    cut(kinds, columns),
  ];
};
