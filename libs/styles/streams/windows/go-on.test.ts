import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import { onKafka } from '@parley/brokers';
import { killChildren, startChild } from '@parley/faults/testing';
import { ensureTopics, kafkaClient, kafkaPlace, type LogRecord, readLog } from '@parley/middleware/kafka';
import type { Ground } from '@parley/roles';

jest.setTimeout(120_000);

describe('import and export go on where they were killed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-windows-'));
  let ground: Ground;
  let brokers: string;
  let topic: string;
  beforeAll(async () => {
    ground = await onKafka()();
    const place = kafkaPlace(ground.connect!('setup', 0)[0]);
    [brokers, topic] = [place.brokers.join(), `${place.prefix}.lines`];
  });
  afterEach(killChildren);
  afterAll(async () => {
    await ground.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const client = () => kafkaClient({ brokers: brokers.split(','), clientId: 'test', log: () => undefined });
  const start = (...args: string[]) => startChild(join(__dirname, 'jobs.child.ts'), { args });
  const killedBy = async (...args: string[]) => expect((await start(...args).exited).signal).toBe('SIGKILL');
  const until = async (holds: () => Promise<boolean> | boolean) => {
    for (const end = performance.now() + 60_000; !(await holds());) {
      if (performance.now() > end) throw new Error(`not so within a minute: ${holds}`);
      await pause(100);
    }
  };
  const inTopic = async (): Promise<string[]> => {
    const records: LogRecord[] = [];
    for await (const record of readLog(client(), { topic, from: 'beginning' })) records.push(record);
    return records.map(({ value }) => value.toString());
  };
  const numbers = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => `${(from + i) % 7} line ${from + i}`);
  const text = (lines: string[]) => lines.map((line) => `${line}\n`).join('');

  test('a file comes into the topic once, and what is appended later too', async () => {
    await ensureTopics(client(), [{ name: topic, partitions: 4, retentionMs: -1 }]);
    const file = join(folder, 'lines.txt');
    writeFileSync(file, text(numbers(0, 500)));
    for (const [step, times] of [
      ['written', '2'],
      ['positioned', '1'],
      ['committed', '2'],
      ['written', '1'],
    ] as const)
      await killedBy('import', brokers, topic, file, step, times);
    expect((await inTopic()).length).toBeLessThan(500);
    start('import', brokers, topic, file);
    await until(async () => (await inTopic()).length >= 500);
    appendFileSync(file, text(numbers(500, 520)));
    appendFileSync(file, 'half a li');
    await until(async () => (await inTopic()).length >= 520);
    appendFileSync(file, 'ne\n');
    await until(async () => (await inTopic()).length >= 521);
    expect((await inTopic()).sort()).toEqual([...numbers(0, 520), 'half a line'].sort());
  });

  test('the topic comes into the database once', async () => {
    const file = join(folder, 'lines.sqlite');
    for (const [step, times] of [
      ['written', '1'],
      ['stored', '1'],
      ['written', '2'],
    ] as const)
      await killedBy('export', brokers, topic, file, step, times);
    start('export', brokers, topic, file);
    const database = new DatabaseSync(file);
    const stored = () =>
      (database.prepare('select line from lines').all() as { line: string }[]).map(({ line }) => line);
    await until(() => stored().length >= 521);
    expect(stored().sort()).toEqual((await inTopic()).sort());
    database.close();
  });
});
