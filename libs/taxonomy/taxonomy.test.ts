import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { claimsOf, rowOf, rows, styles } from './index';

const root = join(__dirname, '..', '..');

describe('rows', () => {
  it('are exactly S1 … S60, in order', () => {
    expect(rows.map((each) => each.row)).toEqual(Array.from({ length: 60 }, (_, n) => `S${n + 1}`));
  });

  it('each has a title of its own and either a command that proves it or the part that it comes with', () => {
    expect(new Set(rows.map((each) => each.title)).size).toBe(60);
    for (const { row, command, test, part } of rows) {
      expect([row, command !== undefined]).toEqual([row, part === 'The spine']);
      expect([row, test !== undefined]).toEqual([row, command !== undefined]);
    }
  });

  it('each names its issue', () => {
    const issues = ['S28', 'S1', 'S55', 'S21', 'S46', 'S54', 'S60', 'S33'].map((name) => rowOf(name)?.issue);
    expect(issues).toEqual([3, 4, 4, 5, 6, 6, 7, 'later']);
    for (const { row, issue, part } of rows) expect([row, issue === 3]).toEqual([row, part === 'The spine']);
  });

  it('those of the spine run', () => {
    expect(rows.filter((each) => each.command).map((each) => each.row)).toEqual([
      'S9',
      'S10',
      'S20',
      'S28',
      'S37',
      'S38',
    ]);
  });

  it('what they name is there', () => {
    for (const { command = '', test } of rows.filter((each) => each.command)) {
      expect([test, existsSync(join(root, test ?? ''))]).toEqual([test, true]);
      const project = /^npx nx test (\w+)/.exec(command)?.[1];
      if (project) expect(existsSync(join(root, 'libs', project, 'project.json'))).toBe(true);
      else expect(command).toMatch(/^parley /);
    }
  });

  it('are found by number', () => {
    expect(rowOf('s28')).toBe(rows[27]);
    expect(rowOf('28')).toBe(rows[27]);
    for (const name of ['', 'S0', 'S61', 'S', 'x']) expect(rowOf(name)).toBeUndefined();
  });
});

describe('styles', () => {
  it('are the four main ones', () => {
    expect(styles.map((style) => style.middleware)).toEqual(['grpc', 'zeromq', 'rabbitmq', 'kafka']);
  });

  it.each(styles.map((style) => [style.id, style] as const))(
    '%s: every claim has a reason and names its experiment',
    (_id, style) => {
      for (const [axis, { because, experiment }] of Object.entries(claimsOf(style))) {
        expect([axis, because !== '' && experiment.name !== '']).toEqual([axis, true]);
        if (experiment.state === 'to come') expect(experiment.comesWith).toBe('The lab');
      }
      for (const row of style.rows) expect(rowOf(row)).toBeDefined();
      expect(style.roles.length).toBeGreaterThan(1);
    },
  );

  it('do not contradict themselves', () => {
    for (const style of styles) {
      if (style.persistence.is === 'none') expect(style.uncoupling.time.is).toBe(false);
      if (style.release.is === 'processed') expect(style.uncoupling.synchronisation.is).toBe(false);
      if (style.replays) expect(style.persistence.is).toBe('log');
      if (style.delivery.is === 'at least once') expect(style.redelivers && style.acknowledges).toBe(true);
      expect(style.order.is.scope === 'none').toBe(style.order.is.kinds.length === 0);
    }
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
