import { XMLParser, XMLValidator } from 'fast-xml-parser';
import fc from 'fast-check';
import type { EvidenceEvent, EvidenceRecord } from '@parley/evidence';
import { callsFigure, toSvg, toTerminal, type Figure } from './index';

// Any text but the signs that are counted below.
const label = fc.string({ unit: 'binary', maxLength: 30 }).map((text) => text.replace(/[●▶◀✕]/g, '·'));
const at = fc.double({ min: 0, max: 5000, noNaN: true });

const figures: fc.Arbitrary<Figure> = fc.integer({ min: 1, max: 6 }).chain((count) => {
  const ids = Array.from({ length: count }, (_, n) => `p${n}`);
  const id = fc.constantFrom(...ids);
  const arrow = fc
    .record({
      from: id,
      to: id,
      sent: at,
      takes: fc.option(at),
      label,
      kind: fc.constantFrom('call', 'reply', 'acknowledgement'),
    })
    .filter(({ from, to }) => from !== to)
    .map(({ takes, sent, ...rest }) => ({ ...rest, sent, ...(takes !== null && { received: sent + takes }) }));
  return fc.record({
    title: label,
    text: label,
    lifelines: fc.tuple(...ids.map((one) => label.map((text) => ({ id: one, label: text })))),
    bars: fc.array(
      fc
        .record({ on: id, from: at, takes: at, kind: fc.constantFrom('blocked', 'runs', 'waits') })
        .map(({ on, from, takes, kind }) => ({ on, from, to: from + takes, kind })),
      { maxLength: 5 },
    ),
    arrows: count > 1 ? fc.array(arrow, { maxLength: 8 }) : fc.constant([]),
    marks: fc.array(fc.record({ on: id, at, label }), { maxLength: 6 }),
  }) as fc.Arbitrary<Figure>;
});

const count = (text: string, sign: RegExp) => (text.match(sign) ?? []).length;
const options = { seed: 4, numRuns: 150 };

describe('in the terminal', () => {
  it('each event is drawn once, within the width', () => {
    fc.assert(
      fc.property(figures, fc.integer({ min: 60, max: 100 }), (figure, columns) => {
        const lines = toTerminal(figure, { columns });
        const text = lines.join('\n');
        const lost = figure.arrows.filter(({ received }) => received === undefined).length;
        expect(count(text, /✕/g)).toBe(lost);
        expect(count(text, /[▶◀]/g)).toBe(figure.arrows.length - lost);
        // The legend has one more.
        expect(count(text, /●/g)).toBe(figure.marks.length + (figure.marks.length > 0 ? 1 : 0));
        for (const line of lines) expect(Array.from(line).length).toBeLessThanOrEqual(columns);
        // What would move the cursor.
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      }),
      options,
    );
  });

  it('is drawn as it is', () => {
    const figure: Figure = {
      title: 'A call',
      text: 'The client is blocked until the result is there.',
      lifelines: [
        { id: 'c', label: 'client' },
        { id: 's', label: 'server' },
      ],
      bars: [
        { on: 'c', from: 0, to: 12.5, kind: 'blocked' },
        { on: 's', from: 1.25, to: 11.25, kind: 'runs' },
      ],
      arrows: [
        { from: 'c', to: 's', sent: 0, received: 1.25, label: 'reserve', kind: 'call' },
        { from: 's', to: 'c', sent: 11.25, received: 12.5, label: 'result', kind: 'reply' },
        { from: 'c', to: 's', sent: 13, label: 'notice', kind: 'call' },
      ],
      marks: [{ on: 's', at: 5, label: 'in the procedure' }],
    };
    expect(`\n${toTerminal(figure, { columns: 64 }).join('\n')}\n`).toMatchSnapshot();
  });
});

describe('as SVG', () => {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    trimValues: false,
    parseTagValue: false,
  });

  it('is well formed, says what it is, and has each event once, within its bounds', () => {
    fc.assert(
      fc.property(figures, (figure) => {
        const svg = toSvg(figure);
        expect(XMLValidator.validate(svg)).toBe(true);
        const { svg: root } = parser.parse(svg) as { svg: Record<string, string> };
        expect(root.role).toBe('img');
        const lost = figure.arrows.filter(({ received }) => received === undefined).length;
        expect(count(svg, /data-event="mark"/g)).toBe(figure.marks.length);
        expect(count(svg, /data-event="sent"/g)).toBe(figure.arrows.length);
        expect(count(svg, /data-event="received"/g)).toBe(figure.arrows.length - lost);
        expect(count(svg, /data-event="lost"/g)).toBe(lost);
        expect(count(svg, /data-bar=/g)).toBe(figure.bars.length);
        const [, , width, height] = (root.viewBox ?? '').split(' ').map(Number) as [number, number, number, number];
        for (const [, axis, value] of svg.matchAll(/ (x|y|cx|cy|x1|x2|y1|y2)="([^"]+)"/g)) {
          expect(Number(value)).toBeGreaterThanOrEqual(0);
          expect(Number(value)).toBeLessThanOrEqual(axis?.includes('x') ? width : height);
        }
      }),
      options,
    );
  });

  it('text is text, whatever it says', () => {
    const hostile = `</title><script>alert("x" & 'y')</script>\u0000\u001b[2J`;
    const lifelines = [
      { id: 'a', label: hostile },
      { id: 'b', label: 'b' },
    ];
    const figure: Figure = {
      title: hostile,
      text: hostile,
      lifelines,
      bars: [],
      arrows: [{ from: 'a', to: 'b', sent: 0, received: 1, label: hostile, kind: 'call' }],
      marks: [{ on: 'a', at: 2, label: hostile }],
    };
    const svg = toSvg(figure);
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(svg).not.toContain('<script');
    const { svg: root } = parser.parse(svg) as { svg: { desc: { '#text': string } } };
    expect(root.desc['#text']).toBe(`</title><script>alert("x" & 'y')</script>  [2J`);
    expect(toTerminal(figure).join('\n')).not.toContain('\u001b');
  });

  it('kinds differ by pattern, not by colour alone', () => {
    const lifelines = ['a', 'b'].map((id) => ({ id, label: id }));
    const bars = (['blocked', 'runs', 'waits'] as const).map((kind, n) => ({ on: 'a', from: n, to: n + 1, kind }));
    const arrows = (['call', 'reply', 'acknowledgement'] as const).map((kind, n) => ({
      from: 'a',
      to: 'b',
      sent: n,
      received: n + 1,
      label: kind,
      kind,
    }));
    const svg = toSvg({ title: 't', text: 't', lifelines, bars, arrows, marks: [] });
    const all = (pattern: RegExp) => [...svg.matchAll(pattern)].map(([, found]) => found);
    expect(new Set(all(/data-bar="\w+"[^>]* fill="([^"]+)"/g)).size).toBe(3);
    expect(new Set(all(/stroke-dasharray="([^"]+)"/g)).size).toBe(3);
  });
});

test('something at no lifeline is an error, not a drawing', () => {
  const figure: Figure = {
    title: 't',
    text: 't',
    lifelines: [],
    bars: [],
    arrows: [],
    marks: [{ on: 'x', at: 1, label: 'm' }],
  };
  expect(() => toSvg(figure)).toThrow(/no lifeline "x"/);
  expect(() => toTerminal(figure)).toThrow(/no lifeline "x"/);
});

describe('the history of calls', () => {
  let seq = 0;
  const record = (process: string, event: EvidenceEvent, ms: number, id = 'm1'): EvidenceRecord => ({
    run: 'r',
    process,
    inc: 'i',
    seq: (seq += 1),
    mono: `${9_000_000_000 + ms * 1e6}`,
    event,
    msg: { id },
    style: 'rpc',
    hop: 'a>b',
    channel: 'c',
  });
  const lifelines = [
    { id: 'client', label: 'client' },
    { id: 'server', label: 'server' },
  ];
  const figureOf = (history: EvidenceRecord[]) => callsFigure(history, { title: 't', text: 't', lifelines });

  it('a synchronous call: blocked from call to return, and the result lets it go', () => {
    const { bars, arrows } = figureOf([
      record('client', 'submitted', 0),
      record('server', 'delivered', 2),
      record('server', 'processed', 12),
      record('client', 'returned', 14),
      record('somebody', 'delivered', 3),
    ]);
    expect(bars).toEqual([
      { on: 'client', from: 0, to: 14, kind: 'blocked' },
      { on: 'server', from: 2, to: 12, kind: 'runs' },
    ]);
    expect(arrows).toEqual([
      { from: 'client', to: 'server', sent: 0, received: 2, label: 'm1', kind: 'call' },
      { from: 'server', to: 'client', sent: 12, received: 14, label: 'result', kind: 'reply' },
    ]);
  });

  it('an asynchronous one: the acknowledgement of the receipt lets it go', () => {
    const { bars, arrows } = figureOf([
      record('client', 'submitted', 0),
      record('server', 'received', 2),
      record('client', 'returned', 4),
      record('server', 'delivered', 5),
      record('server', 'processed', 15),
    ]);
    expect(bars[0]).toEqual({ on: 'client', from: 0, to: 4, kind: 'blocked' });
    expect(arrows[1]).toEqual({
      from: 'server',
      to: 'client',
      sent: 2,
      received: 4,
      label: 'received',
      kind: 'acknowledgement',
    });
  });

  it('a call that reached nobody is lost', () => {
    expect(figureOf([record('client', 'submitted', 0)]).arrows).toEqual([
      { from: 'client', to: 'server', sent: 0, label: 'm1', kind: 'call' },
    ]);
  });
});
