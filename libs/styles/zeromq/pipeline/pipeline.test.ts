import { Pull } from 'zeromq';
import type { Child } from '@parley/faults/testing';
import { cleared, free, lines, ours, python, transports } from '../peers.fixture';
import { loads } from './pickle';

afterEach(cleared);

/** What workers print of each workload: its source and how much it is. */
const work = /^\S+ \d+$/;
const bySource = (done: string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const line of done) counts[line.split(' ')[0]!] = (counts[line.split(' ')[0]!] ?? 0) + 1;
  return counts;
};
const hundredEach = async (worker: Child, names: string[]) => {
  const done = await lines(worker, 200, work);
  expect(bySource(done)).toEqual(Object.fromEntries(names.map((name) => [name, 100])));
  for (const line of done) {
    const units = Number(line.split(' ')[1]);
    expect(units).toBeGreaterThanOrEqual(1);
    expect(units).toBeLessThanOrEqual(100);
  }
};

describe.each(transports)('the deck’s programs over %s', (transport) => {
  const source = (me: string) => ours(['pipeline', '--role', 'source', '--bind', free[transport](), '--', me]);
  const theirs = (me: string) => python('pipeline/peers/tasksrc.py', [me, free[transport]()], 1);
  const worker = (addresses: string[]) =>
    ours(['pipeline', '--role', 'worker', ...addresses.flatMap((one) => ['--connect', one]), '--', 'a', '0.01']);

  test('our worker pulls from our source and from one in Python', async () => {
    const [first, second] = [await source('1'), await theirs('2')];
    const { child } = await worker([first.addresses[0]!, second.addresses[0]!]);
    await hundredEach(child, ['1', '2']);
    expect(await first.child.exited).toEqual({ code: 0, signal: null });
    expect(await second.child.exited).toEqual({ code: 0, signal: null });
    child.kill('SIGTERM');
    expect(await child.exited).toEqual({ code: 0, signal: null });
  }, 30_000);

  test('a Python worker pulls from our two sources', async () => {
    const [first, second] = [await source('1'), await source('b')];
    const { child } = await python('pipeline/peers/taskwork.py', [
      'a',
      first.addresses[0]!,
      second.addresses[0]!,
      '0.00001',
    ]);
    await hundredEach(child, ['1', 'b']);
  }, 30_000);
});

test('a source says who it is by its argument, by its name, or is the first; each workload is one pickled frame', async () => {
  const address = 'tcp://127.0.0.1:0';
  const named = await ours([
    'pipeline',
    '--role',
    'source',
    '--name',
    'source-2',
    '--bind',
    address,
    '--bind',
    address,
  ]);
  const bare = new Pull({ receiveTimeout: 5000 });
  bare.connect(named.addresses[0]!);
  const frames = await bare.receive();
  expect(frames).toHaveLength(1);
  expect(loads(frames[0]!).source).toBe('2');
  bare.close();
}, 20_000);
