import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { killChildren, startProcess } from '@parley/faults';
import { repoRoot } from '@parley/topology';

const parley = async (...line: string[]) => {
  const child = startProcess([process.execPath, path.join(repoRoot(), 'bin/parley.mjs'), 'lab', ...line], {
    cwd: repoRoot(),
    env: process.env,
  });
  const { code } = await child.exited;
  return { code, ...child.output() };
};

afterAll(killChildren);

interface Run {
  run: { run: string };
  cells: { style: string; claim: string; is: string; evidence: string }[];
}

test('the lab decides persistence and point of release of a socket and a queue, and anybody can judge it again', async () => {
  const styles = ['tcp', 'queue'].flatMap((id) => ['--style', id]);
  const { code, stdout, stderr } = await parley('run', ...styles, '--json');
  expect(code === 0 ? 'ended well' : stdout + stderr).toBe('ended well');
  const { run, cells } = JSON.parse(stdout) as Run;
  for (const style of ['tcp', 'queue'])
    for (const claim of ['persistence', 'release'])
      expect(cells.find((cell) => cell.style === style && cell.claim === claim)).toMatchObject({ is: 'shown' });

  expect((await parley('verify', run.run)).code).toBe(0);
  const { evidence } = cells.find(({ style, claim }) => style === 'queue' && claim === 'persistence')!;
  const file = path.join(repoRoot(), '.parley/lab', evidence);
  const kept = JSON.parse(gunzipSync(readFileSync(file)).toString()) as {
    parts: { history: { event: string; msg: { id: string } }[]; ids: string[] }[];
  };
  for (const part of kept.parts)
    part.history = part.history.filter(({ event, msg }) => event !== 'delivered' || !part.ids.includes(msg.id));
  writeFileSync(file, gzipSync(JSON.stringify(kept)));
  const tampered = await parley('verify', run.run);
  expect([tampered.code, tampered.stdout]).toEqual([1, expect.stringContaining('receiver after sender: was holds')]);
  expect((await parley('export', run.run)).stdout).toContain('| queue | ✓ queue |');
});
