import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './program';

const folder = mkdtempSync(join(tmpdir(), 'parley-group-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const parley = async (...argv: string[]) => {
  const said = { out: '', err: '' };
  const output = {
    out: (text: string) => void (said.out += `${text}\n`),
    err: (text: string) => void (said.err += `${text}\n`),
    live: false,
    colour: false,
  };
  const code = await run(['group', ...argv], { env: {}, output, signal: new AbortController().signal });
  return { code, ...said };
};

const simulated = (dir: string, stack: string, ...more: string[]) =>
  parley(
    'run',
    '--simulated',
    '--stack',
    stack,
    '--members',
    '3',
    '--messages',
    '60',
    '--out',
    join(folder, dir),
    ...more,
  );

test('what a stack claims holds in a run, and its history is judged the same again', async () => {
  const ran = await simulated('causal', 'nack,relay,causal', '--loss', '0.2', '--crash', 'p2@3', '--json');
  expect(ran.code).toBe(0);
  const result = JSON.parse(ran.out) as { stack: string; claims: string[]; verdicts: { name: string }[] };
  expect(result.stack).toBe('simulated,nack,relay,causal');
  expect(result.claims).toEqual(['integrity', 'validity', 'agreement', 'fifo', 'causal']);
  const checked = await parley('check', join(folder, 'causal'), '--json');
  expect(checked.code).toBe(0);
  expect(JSON.parse(checked.out)[0].verdicts).toEqual(result.verdicts);
});

test('the same seed gives the same run', async () => {
  await simulated('once', 'nack', '--loss', '0.1', '--seed', '5');
  await simulated('again', 'nack', '--loss', '0.1', '--seed', '5');
  const [once, again] = ['once', 'again'].map((dir) => readFileSync(join(folder, dir, 'simulated-5.jsonl'), 'utf8'));
  expect(once).toBe(again);
});

test('what is claimed and does not hold is exit code 1, with the pair that shows it', async () => {
  await simulated('none', 'nack', '--loss', '0.2');
  const { code, out } = await parley('check', join(folder, 'none'), '--claims', 'integrity,total');
  expect(code).toBe(1);
  expect(out).toMatch(/^integrity +yes +holds/m);
  expect(out).toMatch(/^total +yes +violated +\d+ times: p\d delivered .* the other way round/m);
});

test('a history is drawn, written for ShiViz, and judged from there', async () => {
  await simulated('drawn', 'nack,fifo');
  const [log, svg] = [join(folder, 'drawn.log'), join(folder, 'drawn.svg')];
  expect((await parley('draw', join(folder, 'drawn'), '--messages', '3')).out).toMatch(/p1 +p2 +p3/);
  expect((await parley('draw', join(folder, 'drawn'), '--shiviz', log, '--svg', svg)).code).toBe(0);
  expect(readFileSync(svg, 'utf8').includes('<svg')).toBe(true);
  expect((await parley('check', log, '--format', 'shiviz', '--claims', 'integrity,fifo')).code).toBe(0);
});

test.each([
  [['run', '--simulated', '--stack', 'causal'], /waits? for ever|wait for ever/],
  [['run', '--stack', 'nack,relay'], /no transport/],
  [['run', '--simulated', '--stack', 'nack', '--crash', 'p9@1'], /p9 does not send/],
  [['run', '--loss', '1'], /a share/],
  [['check', 'nowhere.jsonl'], /no such file/],
  [['check', 'x', '--claims', 'order'], /No guarantee order/],
  [['draw', 'nowhere.jsonl'], /no file/],
])('%j is wrong usage: exit code 2, and why', async (argv, why) => {
  const { code, err } = await parley(...argv);
  expect(code).toBe(2);
  expect(err).toMatch(why);
});

test('bytes that are no history are told with their line', async () => {
  const file = join(folder, 'broken.jsonl');
  writeFileSync(file, '{"no": 1}\nnothing\n{}\n');
  const { code, err } = await parley('check', file);
  expect(code).toBe(2);
  expect(err).toMatch(/broken\.jsonl, line 1/);
});
