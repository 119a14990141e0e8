import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCheckpoints } from './checkpoints';

const folder = mkdtempSync(join(tmpdir(), 'parley-checkpoints-'));
const file = join(folder, 'deep', 'one.json');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('checkpoints in a file', () => {
  it('outlive their consumer, by shard', async () => {
    const before = await openCheckpoints(file, 'arn@1');
    expect(before.of('shard-0')).toBeUndefined();
    await Promise.all([before.reached('shard-0', '4'), before.reached('shard-1', '9'), before.reached('shard-0', '5')]);
    const after = await openCheckpoints(file, 'arn@1');
    expect([after.of('shard-0'), after.of('shard-1')]).toEqual(['5', '9']);
    expect(readdirSync(join(folder, 'deep'))).toEqual(['one.json']);
  });

  it('say nothing of another stream that has the same name', async () => {
    expect((await openCheckpoints(file, 'arn@2')).of('shard-0')).toBeUndefined();
  });

  it('begin anew where the file is cut off', async () => {
    writeFileSync(file, '{"stream":"arn@1","sha');
    expect((await openCheckpoints(file, 'arn@1')).of('shard-0')).toBeUndefined();
  });
});
