import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onKafka } from '@parley/brokers';
import type { LedgerDefinition } from '@parley/contracts/generated/parley/ledger/v1/Ledger';
import { killChildren, startChild } from '@parley/faults/testing';
import { grpcClient } from '@parley/middleware/grpc';
import { kafkaPlace, openCut } from '@parley/middleware/kafka';
import { repoRoot } from '@parley/topology';
import { walk, type WalkReplica } from './ledger-walk';
import { run } from './program';

jest.setTimeout(60_000);

const dir = mkdtempSync(join(tmpdir(), 'parley-walk-'));
let ground: Awaited<ReturnType<ReturnType<typeof onKafka>>>;
let cut: Awaited<ReturnType<typeof openCut>>;
let replicas: (WalkReplica & { address: string; close(): void })[];

const start = async (name: string, brokers: string[], prefix: string) => {
  const child = startChild(join(repoRoot(), 'apps/ledger/main.ts'), {
    env: {
      PARLEY_NAME: name,
      PARLEY_DATA: dir,
      PARLEY_KAFKA_BROKERS: brokers.join(','),
      PARLEY_LEDGER_PREFIX: `${prefix}.`,
      PARLEY_LOG: 'error',
    },
  });
  const { grpc } = JSON.parse((await child.line(/^ready /)).slice('ready '.length)) as { grpc: number };
  const address = `127.0.0.1:${grpc}`;
  const ledger = grpcClient<LedgerDefinition>('parley.ledger.v1.Ledger', address);
  return { name, address, ledger, close: () => ledger.close() };
};

beforeAll(async () => {
  ground = await onKafka()();
  const { brokers, prefix } = kafkaPlace(ground.connect('ledger', 0)[0]);
  cut = await openCut(brokers);
  replicas = await Promise.all([
    start('one', brokers, prefix),
    start('two', brokers, prefix),
    start('three', cut.brokers, prefix),
  ]);
});
afterAll(async () => {
  for (const { close } of replicas ?? []) close();
  killChildren();
  await cut?.close();
  await ground?.close();
  rmSync(dir, { recursive: true, force: true });
});

const parley = async (...line: string[]) => {
  const said: string[] = [];
  const env = { PARLEY_LEDGER: replicas.map(({ address }) => address).join(), PARLEY_STATE: join(dir, 'none.json') };
  const output = {
    out: (text: string) => void said.push(text),
    err: (text: string) => void said.push(text),
    live: false,
    colour: false,
  };
  const code = await run(line, { env, output, signal: new AbortController().signal });
  return { code, text: said.join('\n') };
};

test('the walk goes as it is drawn, step by step; gone a second time, nothing starts at version 0, and it says so', async () => {
  const said: string[] = [];
  expect(await walk({ replicas, cutOff: cut.apart, say: (line) => said.push(line) })).toBe(true);
  expect(said).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/ACK vrs=1$/),
      expect.stringMatching(/ACK vrs=2$/),
      expect.stringMatching(/stale: three X=3 vrs=1$/),
      expect.stringMatching(/it waits$/),
      expect.stringMatching(/three X=5 vrs=2$/),
    ]),
  );
  const again: string[] = [];
  expect(await walk({ replicas, cutOff: () => undefined, say: (line) => again.push(line) })).toBe(false);
  expect(again[0]).toMatch(/expected one X=0 vrs=0/);
});

test('status shows where each replica is; one that does not answer is a failure', async () => {
  const { code, text } = await parley('ledger', 'status');
  expect(code).toBe(0);
  for (const { name, address } of replicas) expect(text).toMatch(new RegExp(`${name} +${address} +4 +[0-9a-f]{16}`));
  replicas.push({ ...replicas[0]!, address: '127.0.0.1:1' });
  expect((await parley('ledger', 'status', '--json')).code).toBe(1);
  replicas.pop();
});
