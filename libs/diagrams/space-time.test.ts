import { XMLParser, XMLValidator } from 'fast-xml-parser';
import fc from 'fast-check';
import type { EvidenceEvent, EvidenceRecord } from '@parley/evidence';
import { shortId, spaceTimeFigure, spaceTimeToSvg, spaceTimeToTerminal, type SpaceTime } from './index';

const numbers = new Map<string, number>();
const record = (
  process: string,
  event: EvidenceEvent,
  id: string,
  ms: number,
  note?: string,
  inc = '1',
): EvidenceRecord => {
  const key = `${process} ${inc}`;
  numbers.set(key, (numbers.get(key) ?? 0) + 1);
  return {
    ...{
      run: 'r',
      process,
      inc,
      seq: event === 'crash' ? 0 : numbers.get(key)!,
      mono: `${5_000_000_000 + ms * 1e6}`,
      event,
    },
    ...{ msg: { id }, style: 'udp,causal', hop: '', channel: 'g', ...(note && { note }) },
  };
};
const view = (id: number, ...members: string[]) => JSON.stringify({ id, members });
const names = ['p1', 'p2', 'p3'];
const titles = {
  title: 'The reply overtakes the question',
  text: 'p3 holds the reply back until the question is there.',
};

/** The reply overtakes the question: p3 keeps it back. */
const overtaken = (): EvidenceRecord[] => {
  numbers.clear();
  const because = JSON.stringify({ by: 'causal', waitsFor: ['g/p1/1/1'], reason: 'waits for 1 from p1' });
  return [
    ...names.map((name) => record(name, 'view', 'view/1', 0, view(1, ...names))),
    record('p1', 'submitted', 'g/p1/1/1', 1),
    record('p1', 'delivered', 'g/p1/1/1', 1.25),
    record('p2', 'received', 'g/p1/1/1', 2),
    record('p2', 'delivered', 'g/p1/1/1', 2.25),
    record('p2', 'submitted', 'g/p2/1/1', 3),
    record('p2', 'delivered', 'g/p2/1/1', 3.25),
    record('p3', 'received', 'g/p2/1/1', 4),
    record('p3', 'held', 'g/p2/1/1', 4.25, because),
    record('p1', 'received', 'g/p2/1/1', 4.5),
    record('p1', 'delivered', 'g/p2/1/1', 4.75),
    record('p2', 'crash', 'crash', 5),
    record('p3', 'received', 'g/p1/1/1', 7),
    record('p3', 'received', 'g/p1/1/1', 7.5),
    record('p3', 'delivered', 'g/p1/1/1', 8),
    record('p3', 'delivered', 'g/p2/1/1', 8.25),
    record('p3', 'view', 'view/2', 9, view(2, 'p1', 'p3')),
    record('p2', 'view', 'view/3', 10, view(3, ...names), '2'),
    record('harness', 'settled', 'quiescent', 11),
  ];
};

describe('the figure of a history', () => {
  const figure = spaceTimeFigure(overtaken(), titles);

  it('an arrow for each message that comes in, none to oneself, and one only for the first copy', () => {
    const said = figure.arrows.map(
      ({ from, to, label }) => `${label}: ${figure.events[from]!.on} to ${figure.events[to]!.on}`,
    );
    expect(said).toEqual(['p1.1: p1 to p2', 'p2.1: p2 to p3', 'p2.1: p2 to p1', 'p1.1: p1 to p3']);
  });

  it('a message is held from its hold to its delivery, with the reason', () => {
    const [{ on, from, to } = { on: '', from: 0, to: 0 }, ...others] = figure.held;
    expect([on, figure.events[from]!.label, figure.events[to!]!.kind, figure.events[to!]!.label, others]).toEqual([
      ...['p3', 'p2.1: waits for 1 from p1', 'delivers', 'p2.1', []],
    ]);
  });

  it('a process that comes back starts again', () => {
    expect(
      figure.events.filter(({ on, at }) => on === 'p2' && at >= 5).map(({ kind, label }) => [kind, label]),
    ).toEqual([
      ...[
        ['crashes', 'crashes'],
        ['starts', 'starts again'],
        ['installs', 'view 3: p1 p2 p3'],
      ],
    ]);
  });

  it('no arrow points upwards, whatever the clocks of the hosts say', () => {
    const wrong = overtaken().map((one) =>
      one.process === 'p2' ? { ...one, mono: String(BigInt(one.mono) - 4_000_000n) } : one,
    );
    const { arrows, events } = spaceTimeFigure(wrong, titles);
    expect(arrows).toHaveLength(4);
    for (const { from, to } of arrows) expect(from).toBeLessThan(to);
    const own = events.filter(({ on, kind }) => on === 'p2' && kind !== 'starts').map(({ kind }) => kind);
    expect(own).toEqual(['installs', 'receives', 'delivers', 'sends', 'delivers', 'crashes', 'installs']);
  });

  it('where no receipt was noted, the arrow ends at the delivery; other processes are left out', () => {
    const without = overtaken().filter(({ event }) => event !== 'received');
    const { arrows, events, lines } = spaceTimeFigure(without, { ...titles, lines: ['p3', 'p1'] });
    expect(lines.map(({ id }) => id)).toEqual(['p3', 'p1']);
    expect(arrows.map(({ to }) => events[to]!.kind)).toEqual(['delivers']);
  });

  it('ids of other forms stay as they are', () => {
    expect([shortId('g/p1/a/12'), shortId('m1'), shortId('a/b/c')]).toEqual(['p1.12', 'm1', 'a/b/c']);
  });
});

it('is drawn as it is', () => {
  expect(
    `\n${spaceTimeToTerminal(spaceTimeFigure(overtaken(), titles), { columns: 96 }).join('\n')}\n`,
  ).toMatchSnapshot();
});

// Any text but the signs that are counted below.
const label = fc.string({ unit: 'binary', maxLength: 30 }).map((text) => text.replace(/[○▷◌●✕◇╳┬▶◀▒]/g, '·'));
const acts = ['submitted', 'received', 'held', 'delivered', 'dropped', 'view', 'crash'] as const;
const histories = fc
  .array(
    fc.tuple(fc.nat({ max: 3 }), fc.constantFrom(...acts), fc.nat({ max: 4 }), fc.nat({ max: 900 }), fc.option(label)),
    { maxLength: 25 },
  )
  .map((steps) => {
    numbers.clear();
    return steps.map(([who, event, id, ms, note]) => record(`p${who}`, event, `m${id}`, ms, note ?? undefined));
  });
const drawn = fc
  .record({ history: histories, title: label, text: label })
  .map(({ history, title, text }): SpaceTime =>
    spaceTimeFigure(history, { title, text, lines: ['p0', 'p1', 'p2', 'p3'] }),
  );
const count = (text: string, sign: RegExp) => (text.match(sign) ?? []).length;
const options = { seed: 65, numRuns: 150 };

it('in the terminal each event and each arrow is drawn once, within the width', () => {
  fc.assert(
    fc.property(drawn, fc.integer({ min: 60, max: 120 }), (figure, columns) => {
      const lines = spaceTimeToTerminal(figure, { columns });
      const rows = lines.slice(0, -1).join('\n');
      expect(count(rows, /[○▷◌●✕◇╳┬]/g)).toBe(figure.events.length);
      expect(count(rows, /[▶◀]/g)).toBe(figure.arrows.length);
      for (const line of lines) expect(Array.from(line).length).toBeLessThanOrEqual(columns);
      // What would move the cursor.
      expect(lines.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    }),
    options,
  );
});

it('as SVG it is well formed, says what it is, and has each event once, within its bounds', () => {
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' });
  fc.assert(
    fc.property(drawn, (figure) => {
      const svg = spaceTimeToSvg(figure);
      expect(XMLValidator.validate(svg)).toBe(true);
      const { svg: root } = parser.parse(svg) as { svg: Record<string, string> };
      expect(root.role).toBe('img');
      expect(count(svg, /data-event=/g)).toBe(figure.events.length);
      expect(count(svg, /data-arrow=/g)).toBe(figure.arrows.length);
      expect(count(svg, /data-held=/g)).toBe(figure.held.length);
      const [, , width, height] = (root.viewBox ?? '').split(' ').map(Number) as [number, number, number, number];
      for (const [, axis, value] of svg.matchAll(/ (x|y|cx|cy|x1|x2|y1|y2)="([^"]+)"/g)) {
        expect(Number(value)).toBeGreaterThanOrEqual(0);
        expect(Number(value)).toBeLessThanOrEqual(axis?.includes('x') ? width : height);
      }
    }),
    options,
  );
});

it('text is text, whatever it says; something at no line is an error', () => {
  const hostile = `</title><script>alert("x")</script>\u0000\u001b[2J`;
  const svg = spaceTimeToSvg(spaceTimeFigure(overtaken(), { title: hostile, text: hostile, label: () => hostile }));
  expect(XMLValidator.validate(svg)).toBe(true);
  expect(svg).not.toContain('<script');
  const stray: SpaceTime = {
    ...titles,
    lines: [],
    events: [{ on: 'x', at: 0, kind: 'sends', label: 'm' }],
    arrows: [],
    held: [],
  };
  expect(() => spaceTimeToSvg(stray)).toThrow(/no lifeline "x"/);
  expect(() => spaceTimeToTerminal(stray)).toThrow(/no lifeline "x"/);
});
