import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { armCrash, armedCrash, crashPoint } from './index';

const run = (pass: string, { arm = '', env = {} }: { arm?: string; env?: NodeJS.ProcessEnv } = {}) => {
  const child = spawnSync(process.execPath, [join(__dirname, 'crasher.fixture.cjs'), pass, arm], {
    env: { ...process.env, PARLEY_CRASH_AT: '', ...env },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { signal: child.signal, status: child.status, lines: child.stdout.trim().split('\n'), stderr: child.stderr };
};

const point = 'orders.place.reserved';

describe('a crash point', () => {
  it('kills the process at once when the environment arms it: no handler runs', () => {
    const child = run(point, { env: { PARLEY_CRASH_AT: point } });
    expect(child).toMatchObject({ signal: 'SIGKILL', lines: [`armed ${point}`] });
  });

  it('kills the process when armed at run time', () => {
    expect(run(point, { arm: point })).toMatchObject({ signal: 'SIGKILL', lines: [`armed ${point}`] });
  });

  it('lets pass what is not armed', () => {
    const child = run(point, { env: { PARLEY_CRASH_AT: 'orders.place.pending' } });
    expect(child).toMatchObject({ status: 0, lines: ['armed orders.place.pending', 'passed', 'exit handler'] });
  });

  it('is disarmed by an empty name', () => {
    armCrash(point);
    expect(armedCrash()).toBe(point);
    armCrash('');
    crashPoint(point);
    expect(armedCrash()).toBe('');
  });
});
