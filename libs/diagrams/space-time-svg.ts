import { indexOf } from './figure';
import type { SpaceTime, SpaceTimeKind } from './space-time';
import { cut, escaped, time } from './text';

const gutter = 110;
const columnWidth = 230;
const margin = 60;
const top = 96;
const rowHeight = 26;
const barWidth = 12;

const style = `
.text { font: 13px system-ui, sans-serif; fill: #14171a; }
.halo { paint-order: stroke; stroke: #ffffff; stroke-width: 4px; }
.head { font-weight: 600; text-anchor: middle; }
.time { font: 11px ui-monospace, monospace; text-anchor: end; fill: #4a5158; }
.line { stroke: #4a5158; stroke-width: 1.5; }
.arrow { stroke: #9a3412; stroke-width: 1.5; fill: none; }
.sign { stroke: #14171a; stroke-width: 1.5; }
.held { stroke: #1d3557; stroke-width: 1; fill: url(#held); }
`;

const definitions = `<defs>
<marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L10 5L0 10z" fill="#9a3412"/></marker>
<pattern id="held" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" fill="#ffffff"/><rect width="3" height="7" fill="#457b9d"/></pattern>
</defs>`;

/** Signs differ by form, not by colour alone. */
const signs: Record<SpaceTimeKind, (x: number, y: number) => string> = {
  sends: (x, y) => `<circle class="sign" cx="${x}" cy="${y}" r="4.5" fill="#ffffff"/>`,
  receives: (x, y) => `<circle class="sign" cx="${x}" cy="${y}" r="1.5" fill="#14171a"/>`,
  holds: (x, y) => `<circle class="sign" cx="${x}" cy="${y}" r="4.5" fill="#ffffff" stroke-dasharray="2 2"/>`,
  delivers: (x, y) => `<circle class="sign" cx="${x}" cy="${y}" r="4.5" fill="#14171a"/>`,
  drops: (x, y) => `<path class="sign" d="M${x - 4} ${y - 4}l8 8m0 -8l-8 8"/>`,
  installs: (x, y) => `<path class="sign" d="M${x} ${y - 6}l6 6l-6 6l-6 -6z" fill="#ffffff"/>`,
  crashes: (x, y) => `<path class="sign" stroke-width="3" d="M${x - 8} ${y - 8}l16 16m0 -16l-16 16"/>`,
  starts: (x, y) => `<path class="sign" d="M${x - 8} ${y}h16"/>`,
};

const legends: [SpaceTimeKind, string][] = [
  ['sends', 'sends'],
  ['receives', 'receives'],
  ['holds', 'holds back'],
  ['delivers', 'delivers'],
  ['drops', 'drops'],
  ['installs', 'view'],
  ['crashes', 'crashes'],
];

const yOf = (row: number): number => top + row * rowHeight;

/** The stretches of rows in which a process is up. */
const lives = ({ events }: SpaceTime, id: string, bottom: number): [number, number][] => {
  const found: [number, number][] = [];
  let from: number | undefined = top - 18;
  events.forEach(({ on, kind }, row) => {
    if (on !== id) return;
    if (kind === 'crashes' && from !== undefined) {
      found.push([from, yOf(row)]);
      from = undefined;
    } else from ??= yOf(row);
  });
  return from === undefined ? found : [...found, [from, bottom]];
};

/**
 * The diagram as an SVG document of its own, time downwards, a row an event: slanted arrows from each submission to where
 * the message comes in, hatched stretches where it is kept back, with the reason in words, a line that ends at a crash.
 * Every event is one element with `data-event` (its kind), each arrow and stretch one with `data-arrow`, `data-held`.
 * Throws RangeError where something stands at no line.
 */
export const spaceTimeToSvg = (figure: SpaceTime): string => {
  const { title, text, lines, events, arrows, held } = figure;
  const width = Math.max(760, gutter + columnWidth * lines.length + margin);
  const bottom = yOf(Math.max(0, events.length - 1)) + 20;
  const height = bottom + 80;
  const x = (id: string) => gutter + columnWidth * (indexOf({ lifelines: lines }, id) + 0.3);

  const heads = lines.map(({ id, label }) => {
    const stretches = lives(figure, id, bottom).map(
      ([from, to]) => `<line class="line" x1="${x(id)}" y1="${from}" x2="${x(id)}" y2="${to}"/>`,
    );
    return `<g><title>${escaped(label)}</title><text class="text head" x="${x(id)}" y="${top - 28}">${escaped(cut(label, 26))}</text>${stretches.join('')}</g>`;
  });
  const times = events.map(
    ({ at }, row) => `<text class="time" x="${gutter - 24}" y="${yOf(row) + 4}">${time(at)}</text>`,
  );
  const stretches = held.map(({ on, from, to, label }) => {
    const [y1, y2] = [yOf(from), to === undefined ? bottom : yOf(to)];
    const says = `${on} holds ${label} back from ${time(events[from]!.at)} ${to === undefined ? 'on' : `to ${time(events[to]!.at)}`}`;
    return `<rect class="held" data-held="${to === undefined ? 'never' : 'until'}" x="${x(on) - barWidth / 2}" y="${y1}" width="${barWidth}" height="${Math.max(2, y2 - y1)}"><title>${escaped(says)}</title></rect>`;
  });
  const flights = arrows.map(({ from, to, label }) => {
    const [first, last] = [events[from]!, events[to]!];
    const side = Math.sign(x(last.on) - x(first.on)) * 6;
    const says = `${label}: ${first.on} at ${time(first.at)}, ${last.on} at ${time(last.at)}`;
    return `<g><title>${escaped(says)}</title><path class="arrow" data-arrow="${to}" d="M${x(first.on) + side} ${yOf(from)}L${x(last.on) - side} ${yOf(to)}" marker-end="url(#tip)"/></g>`;
  });
  const marks = events.map(({ on, at, kind, label }, row) => {
    const y = yOf(row);
    const says = `${time(at)}: ${on} ${kind} ${label}`;
    return `<g data-event="${kind}"><title>${escaped(says)}</title>${signs[kind](x(on), y)}<text class="text halo" x="${x(on) + 14}" y="${y + 4}">${escaped(cut(label, 34))}</text></g>`;
  });
  const legend = legends.map(([kind, words], index) => {
    const at = 24 + index * 104;
    return `${signs[kind](at, bottom + 32)}<text class="text" x="${at + 14}" y="${bottom + 37}">${words}</text>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc">
<title id="title">${escaped(title)}</title>
<desc id="desc">${escaped(text)}</desc>
<style>${style}</style>
${definitions}
<rect width="${width}" height="${height}" fill="#ffffff"/>
<text class="text" style="font-weight:600" x="16" y="28">${escaped(cut(title, Math.floor(width / 7.5)))}</text>
${[...heads, ...times, ...stretches, ...flights, ...marks, ...legend].join('\n')}
<text class="text" x="16" y="${bottom + 66}">Rows stand evenly; the times are measured. Hatched: kept back.</text>
</svg>
`;
};
