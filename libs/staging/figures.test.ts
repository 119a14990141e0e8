import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { draw, table } from './index';

const out = mkdtempSync(join(tmpdir(), 'parley-staging-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

test('a figure is printed, and lies beside as SVG with its bars and arrows', () => {
  const said: string[] = [];
  const stage = { say: (line: string) => void said.push(line), out, signal: new AbortController().signal };
  draw(stage, 'call', {
    title: 'A call',
    text: 'as it was seen',
    lifelines: [
      { id: 'client', label: 'client' },
      { id: 'server', label: 'server' },
    ],
    bars: [{ on: 'client', from: 0, to: 10, kind: 'blocked' }],
    arrows: [{ from: 'client', to: 'server', sent: 0, received: 4, label: 'request', kind: 'call' }],
    marks: [],
  });
  expect(said.join('\n')).toMatch(/request[\s\S]*call\.svg/);
  const svg = readFileSync(join(out, 'call.svg'), 'utf8');
  expect(svg).toMatch(/<svg[^>]*>/);
  expect(svg).toContain('request');
  expect(svg).toContain('data-bar="blocked"');
});

test('a table puts columns under one another, numbers to the right', () => {
  expect(
    table(
      ['what', 'ms'],
      [
        ['a call', 5],
        ['b', '12'],
      ],
    ),
  ).toEqual(['what    ms', 'a call   5', 'b       12']);
});
