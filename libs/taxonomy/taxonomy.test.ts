import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rowOf, rows } from './index';

const root = join(__dirname, '..', '..');

describe('rows', () => {
  it('are exactly S1 … S60, in order', () => {
    expect(rows.map((each) => each.row)).toEqual(Array.from({ length: 60 }, (_, n) => `S${n + 1}`));
  });

  it('each has a title of its own, and its command as soon as its part is there', () => {
    const done = ['Styles I', 'Styles II', 'Groups'];
    expect(new Set(rows.map((each) => each.title)).size).toBe(60);
    for (const { row, command, test, part } of rows) {
      expect([row, command !== undefined]).toEqual([row, done.includes(part)]);
      expect([row, test !== undefined]).toEqual([row, command !== undefined]);
    }
  });

  it('each names its issue', () => {
    const issues = ['S1', 'S55', 'S21', 'S28', 'S46', 'S54', 'S60', 'S33'].map((name) => rowOf(name)?.issue);
    expect(issues).toEqual([4, 4, 5, 5, 6, 6, 7, 'later']);
  });

  it('name commands of parley, and tests that are there', () => {
    for (const { row, command = '', test = '' } of rows.filter((each) => each.command)) {
      expect([row, command.split(' ')[0]]).toEqual([row, 'parley']);
      expect([row, existsSync(join(root, test))]).toEqual([row, true]);
    }
  });

  it('are found by number', () => {
    expect(rowOf('s28')).toBe(rows[27]);
    expect(rowOf('28')).toBe(rows[27]);
    for (const name of ['', 'S0', 'S61', 'S', 'x']) expect(rowOf(name)).toBeUndefined();
  });
});

describe('boundaries', () => {
  it('taxonomy imports nothing but itself', () => {
    const sources = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
    );
    const imports = sources.flatMap((file) =>
      [...readFileSync(join(__dirname, file), 'utf8').matchAll(/from '([^']+)'/g)].map(([, name]) => name),
    );
    expect(imports.filter((name) => !name?.startsWith('.'))).toEqual([]);
  });
});
