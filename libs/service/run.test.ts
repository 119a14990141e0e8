import { killChildren } from '@parley/faults/testing';
import { healthClient } from './health.fixture';
import { logOf, readyTiny, startTiny, steps, until } from './testing.fixture';
import type { Tiny } from './testing.fixture';

jest.setTimeout(60_000);

let open: { close(): void }[] = [];
afterEach(() => {
  open.forEach((one) => one.close());
  open = [];
  killChildren();
});

async function tinyService(env?: Record<string, string>): Promise<Tiny> {
  const tiny = await readyTiny(env);
  open.push(tiny.control, tiny.calls);
  return tiny;
}

const messages = (tiny: Pick<Tiny, 'child'>) => logOf(tiny.child).map((line) => line.msg);

test('one ready line, ways out before ways in, SERVING', async () => {
  const { child, ready } = await tinyService();
  expect(ready).toEqual({ service: 'tiny', process: 'tiny-1', grpc: expect.any(Number) });
  expect(child.output().stdout.split('\n')).toHaveLength(2);
  expect(steps(child)).toEqual(['compose tiny-1 2', 'out.start', 'in.start']);
  const health = healthClient(ready.grpc);
  open.push(health);
  expect(await health.check()).toBe('SERVING');
  expect(await health.check('parley.control.v1.DeadLetters')).toBe('SERVING');
});

test('Describe names the process and its ways', async () => {
  const { child, control } = await tinyService({ PARLEY_CRASH_AT: 'orders.place.pending' });
  expect(await control.Describe({})).toEqual({
    service: 'tiny',
    process: 'tiny-1',
    pid: child.pid,
    waysIn: ['parley.control.v1.DeadLetters', 'commands'],
    waysOut: ['events'],
    startedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    crashAt: 'orders.place.pending',
  });
});

test('SIGTERM: NOT_SERVING, ways in drain, the call in flight is answered, ways out drain, all closes, 0 and nothing left open', async () => {
  const tiny = await tinyService();
  const health = healthClient(tiny.ready.grpc);
  open.push(health);
  const told = health.watch();
  await until(() => told.at(-1) === 'SERVING');
  const call = tiny.calls.Show({ queue: 'any' });
  await until(() => steps(tiny.child).includes('call.taken'));
  tiny.child.kill('SIGTERM');
  await until(() => told.at(-1) === 'NOT_SERVING' && steps(tiny.child).includes('in.drain'));
  const refused = tiny.calls.Redrive({ queue: 'any' });
  await expect(refused).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  tiny.child.kill('SIGUSR2');
  expect(await call).toEqual({ letters: [] });
  expect(await tiny.child.exited).toEqual({ code: 0, signal: null });
  expect(steps(tiny.child).slice(3)).toEqual([
    'call.taken',
    'in.drain',
    'call.done',
    'out.drain',
    'in.close',
    'out.close',
    'close',
  ]);
  expect(messages(tiny)).toContain('stopped');
  expect(messages(tiny)).not.toContain('something is still open');
});

test('a way that is not healthy: NOT_SERVING until it is again', async () => {
  const { child, ready } = await tinyService();
  const health = healthClient(ready.grpc);
  open.push(health);
  const told = health.watch();
  await until(() => told.length === 1);
  child.kill('SIGHUP');
  await until(() => told.length === 2);
  child.kill('SIGHUP');
  await until(() => told.length === 3);
  expect(told).toEqual(['SERVING', 'NOT_SERVING', 'SERVING']);
});

test('SIGINT stops it too', async () => {
  const { child } = await tinyService();
  child.kill('SIGINT');
  expect(await child.exited).toEqual({ code: 0, signal: null });
});

test('what is left open is named, and does not keep the process', async () => {
  const tiny = await tinyService({ MODE: 'leaks' });
  await tiny.calls.Redrive({ queue: 'any' });
  tiny.child.kill('SIGTERM');
  expect(await tiny.child.exited).toEqual({ code: 0, signal: null });
  expect(messages(tiny)).toContain('something is still open');
});

test('a signal while it starts ends it', async () => {
  const child = startTiny({ MODE: 'slow-start' });
  await until(() => steps(child).includes('in.start'));
  child.kill('SIGTERM');
  expect(await child.exited).toEqual({ code: 0, signal: null });
  expect(child.output().stdout).toBe('');
});

test('a start that fails ends with 1 and the cause; it is never ready', async () => {
  const child = startTiny({ MODE: 'start-fails' });
  expect(await child.exited).toEqual({ code: 1, signal: null });
  expect(child.output().stdout).toBe('');
  const line = logOf(child).find((one) => one.msg === 'cannot start')!;
  expect(line.err!.stack).toMatch(/no queue[^]*broker away/);
});

test('a port that is taken is such a failure', async () => {
  const { ready } = await tinyService();
  const second = startTiny({ PARLEY_GRPC_PORT: String(ready.grpc) });
  expect(await second.exited).toEqual({ code: 1, signal: null });
  expect(second.output().stderr).toMatch(String(ready.grpc));
});

test('a rejection that nobody handles ends the process with 1 and is in the log', async () => {
  const { child, calls } = await tinyService({ MODE: 'rejects' });
  await calls.Redrive({ queue: 'any' }).catch(() => undefined);
  expect(await child.exited).toEqual({ code: 1, signal: null });
  expect(child.output().stderr).toMatch('nobody awaits this');
});

test('a drain that fails does not keep the others from draining; the code is 1', async () => {
  const { child } = await tinyService({ MODE: 'drain-fails' });
  child.kill('SIGTERM');
  expect(await child.exited).toEqual({ code: 1, signal: null });
  expect(steps(child)).toEqual(expect.arrayContaining(['in.drain', 'out.drain', 'close']));
});

test('a drain that hangs is cut at the limit, with 1', async () => {
  const tiny = await tinyService({ MODE: 'stuck', STOP_WITHIN_MS: '700' });
  const begun = performance.now();
  tiny.child.kill('SIGTERM');
  expect(await tiny.child.exited).toEqual({ code: 1, signal: null });
  expect(performance.now() - begun).toBeGreaterThanOrEqual(690);
  expect(messages(tiny)).toContain('draining took too long');
});

test('a second SIGTERM ends it at once', async () => {
  const tiny = await tinyService({ MODE: 'stuck' });
  tiny.child.kill('SIGTERM');
  await until(() => steps(tiny.child).includes('in.drain'));
  const begun = performance.now();
  tiny.child.kill('SIGTERM');
  expect(await tiny.child.exited).toEqual({ code: 1, signal: null });
  expect(performance.now() - begun).toBeLessThan(5000);
});

test('SetFault is refused unless faults are allowed', async () => {
  const { control } = await tinyService();
  const refusal = control.SetFault({ crashAt: 'orders.place.pending' });
  await expect(refusal).rejects.toMatchObject({ code: 'FAILED_PRECONDITION', reason: 'faults-not-allowed' });
  expect((await control.Describe({})).crashAt).toBe('');
});

test('SetFault arms and clears a crash point, and knows no others', async () => {
  const { control } = await tinyService({ PARLEY_FAULTS: '1' });
  expect(await control.SetFault({ crashAt: 'orders.place.pending' })).toEqual({ crashAt: 'orders.place.pending' });
  expect((await control.Describe({})).crashAt).toBe('orders.place.pending');
  const unknown = control.SetFault({ crashAt: 'orders.nowhere' });
  await expect(unknown).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', fieldViolations: [{ field: 'crash_at' }] });
  await control.SetFault({ crashAt: '' });
  expect((await control.Describe({})).crashAt).toBe('');
});

test('log lines say the service, the process and the trace', async () => {
  const { child, calls } = await tinyService();
  await calls.Redrive({ queue: 'any' });
  await until(() => steps(child).includes('traced'));
  const line = logOf(child).find((one) => one.step === 'traced')!;
  expect(line).toMatchObject({ service: 'tiny', process: 'tiny-1', trace: line.expected });
  expect(line.trace).toMatch(/^[0-9a-f]{32}$/);
});
