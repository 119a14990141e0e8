import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Evidence, evidenceOn, note, readHistory, startEvidence, stopEvidence } from './index';

const seen = (id: string): Evidence => ({
  event: 'delivered',
  msg: { id, sender: 'orders-1', key: 'o1' },
  style: 'kafka',
  hop: 'orders>analytics',
  channel: 'orders',
  trace: '4bf92f3577b34da6a3ce929d0e0e4736',
});

describe('evidence', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'parley-evidence-'));
  });
  afterEach(() => {
    stopEvidence();
    rmSync(dir, { recursive: true });
  });

  it('is off until started, and off again without a folder', () => {
    note(seen('m0'));
    startEvidence({ dir, run: 'r1', process: 'analytics-1' });
    expect(evidenceOn()).toBe(true);
    startEvidence({ dir: undefined, run: 'r1', process: 'analytics-1' });
    note(seen('m1'));
    expect(evidenceOn()).toBe(false);
    expect(readHistory(dir)).toEqual([]);
  });

  it('is in the file when note returns, a line of JSON a record', () => {
    startEvidence({ dir, run: 'r1', process: 'analytics/1' });
    note(seen('m1'));
    const [file = ''] = readdirSync(dir);
    expect(file).toMatch(/^r1\.analytics_1\.\d+-\w+\.jsonl$/);
    const record = JSON.parse(readFileSync(join(dir, file), 'utf8'));
    expect(record).toMatchObject({ run: 'r1', process: 'analytics/1', seq: 1, ...seen('m1') });
    expect(record.mono).toMatch(/^\d+$/);
  });

  it('a restart is another incarnation in another file, and the history is by time', () => {
    startEvidence({ dir, run: 'r1', process: 'analytics-1' });
    note(seen('m1'));
    note(seen('m2'));
    startEvidence({ dir, run: 'r1', process: 'analytics-1' });
    note(seen('m3'));
    const history = readHistory(dir);
    expect(history.map(({ msg, seq }) => [msg.id, seq])).toEqual([
      ['m1', 1],
      ['m2', 2],
      ['m3', 1],
    ]);
    expect(new Set(history.map(({ inc }) => inc)).size).toBe(2);
    expect(readdirSync(dir)).toHaveLength(2);
  });

  it('loses nothing that was noted before a SIGKILL', () => {
    const child = spawnSync(process.execPath, [join(__dirname, 'writer.fixture.cjs'), dir, '200'], {
      encoding: 'utf8',
    });
    expect(child.signal).toBe('SIGKILL');
    expect(child.stdout.trim().split('\n')).toHaveLength(200);
    expect(readHistory(dir).map(({ seq }) => seq)).toEqual(Array.from({ length: 200 }, (_, n) => n + 1));
  });

  it('reads past half a line at the end, and refuses one in the middle', () => {
    startEvidence({ dir, run: 'r1', process: 'analytics-1' });
    note(seen('m1'));
    const file = join(dir, readdirSync(dir)[0] ?? '');
    appendFileSync(file, '{"run":"r1","pro');
    expect(readHistory(dir)).toHaveLength(1);
    writeFileSync(file, `{"run":\n${readFileSync(file, 'utf8')}`);
    expect(() => readHistory(dir)).toThrow(/broken record/);
  });

  it('no folder is an empty history', () => {
    expect(readHistory(join(dir, 'none'))).toEqual([]);
  });
});
