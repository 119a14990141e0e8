import { indexOf, rowsOf, spanOf, type Arrow, type BarKind, type Figure } from './figure';
import { cut, escaped, time } from './text';

const gutter = 110;
const columnWidth = 250;
/** Room beside the last lifeline for what is written there. */
const margin = 150;
const top = 96;
const rowHeight = 30;
const barWidth = 14;

const fills: Record<BarKind, string> = { blocked: '#1d3557', runs: 'url(#runs)', waits: 'url(#waits)' };
const dashes: Record<Arrow['kind'], string> = { call: 'none', reply: '9 4', acknowledgement: '2 4' };
const legends: [BarKind, string][] = [
  ['blocked', 'blocked'],
  ['runs', 'runs'],
  ['waits', 'waits, could do other things'],
];

const style = `
.text { font: 13px system-ui, sans-serif; fill: #14171a; }
.halo { paint-order: stroke; stroke: #ffffff; stroke-width: 4px; }
.head { font-weight: 600; text-anchor: middle; }
.time { font: 11px ui-monospace, monospace; text-anchor: end; fill: #4a5158; }
.line { stroke: #4a5158; stroke-width: 1.5; }
.arrow { stroke: #9a3412; stroke-width: 2; fill: none; }
.bar { stroke: #1d3557; stroke-width: 1.5; }
`;

const definitions = `<defs>
<marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L10 5L0 10z" fill="#9a3412"/></marker>
<pattern id="runs" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" fill="#ffffff"/><rect width="3" height="7" fill="#457b9d"/></pattern>
<pattern id="waits" width="7" height="7" patternUnits="userSpaceOnUse"><rect width="7" height="7" fill="#ffffff"/><circle cx="3" cy="3" r="1.2" fill="#1d3557"/></pattern>
</defs>`;

/** How far down each row stands: evenly, so that all can be read; the times stand beside. */
const yOf = (row: number): number => top + row * rowHeight;

/**
 * The figure as an SVG document of its own, time downwards, a line an event. Kinds of bars and arrows differ by pattern,
 * not by colour alone; title and description are there for those who can't see it. Every event is one element with
 * `data-event` (mark, sent, received, lost). Throws RangeError where something stands at no lifeline.
 */
export const toSvg = (figure: Figure): string => {
  const { title, text, lifelines } = figure;
  const rows = rowsOf(figure);
  const width = Math.max(560, gutter + columnWidth * lifelines.length + margin);
  const bottom = yOf(Math.max(0, rows.length - 1)) + 20;
  const height = bottom + 80;
  const x = (id: string) => gutter + columnWidth * (indexOf(figure, id) + 0.5);
  const rowOf = new Map(rows.map(({ event }, row) => [event && (event.is === 'mark' ? event.mark : event), row]));

  const heads = lifelines.map(
    ({ id, label }) =>
      `<g><title>${escaped(label)}</title><text class="text head" x="${x(id)}" y="${top - 28}">${escaped(cut(label, 34))}</text><line class="line" x1="${x(id)}" y1="${top - 18}" x2="${x(id)}" y2="${bottom}"/></g>`,
  );
  const times = rows.map(
    ({ at }, row) => `<text class="time" x="${gutter - 12}" y="${yOf(row) + 4}">${time(at)}</text>`,
  );
  const bars = figure.bars.map((bar) => {
    const [first, last] = spanOf(rows, bar).map(yOf) as [number, number];
    const label = lifelines[indexOf(figure, bar.on)]?.label ?? '';
    const says = `${label} ${bar.kind}: ${time(bar.from)} to ${time(bar.to)}`;
    return `<rect class="bar" data-bar="${bar.kind}" x="${x(bar.on) - barWidth / 2}" y="${first}" width="${barWidth}" height="${Math.max(2, last - first)}" fill="${fills[bar.kind]}"><title>${escaped(says)}</title></rect>`;
  });

  const ends = (arrow: Arrow): [number, number] => {
    const found = (sent: boolean) =>
      rows.findIndex(
        ({ event }) => event && event.is !== 'mark' && event.arrow === arrow && (event.is === 'sent') === sent,
      );
    return [found(true), found(false)];
  };
  const arrows = figure.arrows.map((arrow) => {
    const [y1, y2] = ends(arrow).map(yOf) as [number, number];
    const side = x(arrow.to) >= x(arrow.from) ? 1 : -1;
    const [x1, whole] = [x(arrow.from) + (side * barWidth) / 2, x(arrow.to) - (side * barWidth) / 2];
    const lost = arrow.received === undefined;
    const x2 = lost ? (x1 + whole) / 2 : whole;
    const label = `<text class="text halo" text-anchor="middle" x="${(x1 + x2) / 2}" y="${(y1 + y2) / 2 - 6}">${escaped(cut(arrow.label, 36))}</text>`;
    const end = lost
      ? `<path class="arrow" data-event="lost" d="M${x2 - 6} ${y2 - 6}l12 12m0 -12l-12 12"/>`
      : `<circle data-event="received" cx="${x2}" cy="${y2}" r="1.5" fill="#9a3412"/>`;
    const dash = dashes[arrow.kind];
    const head = lost ? '' : ' marker-end="url(#head)"';
    const says = `${arrow.kind}: ${arrow.label}, sent ${time(arrow.sent)}, ${lost ? 'lost' : `received ${time(arrow.received!)}`}`;
    return `<g><title>${escaped(says)}</title><circle data-event="sent" cx="${x1}" cy="${y1}" r="2.5" fill="#9a3412"/><path class="arrow" stroke-dasharray="${dash}" d="M${x1} ${y1}L${x2} ${y2}"${head}/>${end}${label}</g>`;
  });
  const marks = figure.marks.map((mark) => {
    const y = yOf(rowOf.get(mark) ?? 0);
    return `<g><title>${escaped(`${time(mark.at)}: ${mark.label}`)}</title><circle data-event="mark" cx="${x(mark.on)}" cy="${y}" r="4.5" fill="#14171a"/><text class="text halo" x="${x(mark.on) + 12}" y="${y + 4}">${escaped(cut(mark.label, 38))}</text></g>`;
  });
  const legend = legends.map(([kind, words], index) => {
    const at = gutter + index * 130;
    return `<rect class="bar" x="${at}" y="${bottom + 24}" width="16" height="16" fill="${fills[kind]}"/><text class="text" x="${at + 24}" y="${bottom + 37}">${words}</text>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc">
<title id="title">${escaped(title)}</title>
<desc id="desc">${escaped(text)}</desc>
<style>${style}</style>
${definitions}
<rect width="${width}" height="${height}" fill="#ffffff"/>
<text class="text" style="font-weight:600" x="16" y="28">${escaped(cut(title, Math.floor(width / 7.5)))}</text>
${[...heads, ...times, ...bars, ...arrows, ...marks, ...legend].join('\n')}
<text class="text" x="16" y="${bottom + 66}">Rows stand evenly; the times are measured.</text>
</svg>
`;
};
