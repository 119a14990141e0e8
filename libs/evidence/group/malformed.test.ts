import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { groupHistories, judge, Malformed, readGroupHistories, type EvidenceRecord } from '../index';
import { told } from './told.testing';

const records = told('members 1 p1,p2', 'p1 sends m1', 'p1 delivers m1', 'p2 delivers m1', 'p1 sends m2', 'settled');
const refused = (history: EvidenceRecord[]): Malformed => {
  try {
    groupHistories(history);
  } catch (error) {
    if (error instanceof Malformed) return error;
  }
  throw new Error('not refused');
};
const changed = (at: number, change: Partial<EvidenceRecord>) =>
  records.map((one, index) => (index === at ? { ...one, ...change } : one));

describe('a history that would convict the innocent is refused, with its line', () => {
  it.each<[string, EvidenceRecord[], RegExp]>([
    [
      'a number is missing',
      records.filter((_, at) => at !== 3),
      /line 5: record 4 of p1 \(p1-1\) follows 2: 1 missing/,
    ],
    ['the first is missing', records.slice(1), /line 2: record 2 of p1 \(p1-1\) follows 0: 1 missing/],
    ['a number is there twice', changed(5, { seq: 2 }), /line 6: record 2 of p1 \(p1-1\) is there twice/],
    ['no number', changed(3, { seq: 2.5 }), /line 4: 2.5 is no place/],
    ['delivered without a process', changed(4, { process: '' }), /line 5: delivered without a process/],
    ['no message', changed(4, { msg: { id: '' } }), /line 5: delivered without the id/],
    ['submitted twice', changed(5, { msg: { id: 'm1' } }), /line 6: m1 was submitted before, on line 3/],
    ['a view of nobody', changed(1, { note: '{"id":1}' }), /line 2: a view's note is not/],
    ['no incarnation', changed(4, { inc: undefined }), /line 5: delivered without an incarnation/],
  ])('%s', (_, history, says) => {
    expect(refused(history)).toMatchObject({
      kind: 'fatal',
      reason: 'malformed',
      message: expect.stringMatching(says),
    });
  });

  it('records in any order are put into the local one', () => {
    const [history] = groupHistories(records.toReversed());
    expect(judge(history!).integrity.is).toBe('holds');
    expect(history!.lines.find(({ process }) => process === 'p1')!.steps).toHaveLength(3);
  });
});

describe('from files', () => {
  let dir: string;
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'group-'))));
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const text = (some: EvidenceRecord[]) => some.map((one) => `${JSON.stringify(one)}\n`).join('');

  it('a folder, in pieces, without the half line of a process that was killed', () => {
    const of = (process: string) => records.filter((one) => one.process === process);
    for (const process of ['p1', 'p2', 'harness']) writeFileSync(join(dir, `${process}.jsonl`), text(of(process)));
    appendFileSync(join(dir, 'p2.jsonl'), '{"run":"r","pro');
    expect(readGroupHistories(dir)[0]).toMatchObject({ group: 'g', quiescent: true, size: 6 });
  });

  it('more than fits into one piece, umlauts across the seam', () => {
    const many = Array.from({ length: 4000 }, (_, at) => `p1 sends m${at}${'ü'.repeat(150)}`);
    const file = join(dir, 'many.jsonl');
    writeFileSync(file, text(told('members 1 p1', ...many)));
    const [history] = readGroupHistories(file);
    expect(history!.messages).toHaveLength(4000);
    expect(new Set(history!.messages.map(({ id }) => id.replace(/^m\d+/, '')))).toEqual(new Set(['ü'.repeat(150)]));
  });

  it('says file and line of what is broken, and what is not there', () => {
    const file = join(dir, 'p1.jsonl');
    writeFileSync(file, `${text(records.slice(0, 2))}nonsense\n${text(records.slice(2))}`);
    expect(() => readGroupHistories(file)).toThrow(`${file}, line 3: broken record: nonsense`);
    writeFileSync(file, text(records.filter((_, at) => at !== 3)));
    expect(() => readGroupHistories([file])).toThrow(`${file}, line 5: record 4`);
    expect(() => readGroupHistories(join(dir, 'nowhere'))).toThrow(/nowhere.*no such file/);
  });
});
