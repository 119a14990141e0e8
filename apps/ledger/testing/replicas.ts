import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LedgerDefinition } from '@parley/contracts/generated/parley/ledger/v1/Ledger';
import { type Child, startChild } from '@parley/faults/testing';
import { grpcClient } from '@parley/middleware/grpc';

export interface ReplicaProcess {
  name: string;
  child: Child;
  address: string;
  /** A client with a connection of its own, as any other process has. */
  ledger: ReturnType<typeof grpcClient<LedgerDefinition>>;
  close(): void;
}

/** A folder for the stores of a test's replicas. */
export const freshFolder = (): { dir: string; remove(): void } => {
  const dir = mkdtempSync(join(tmpdir(), 'parley-ledger-'));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
};

export interface ReplicaPlace {
  brokers: string[];
  prefix: string;
  dir: string;
  env?: Record<string, string>;
}

/** Starts one replica as a process of its own; resolves when it is ready. */
export async function startReplicaProcess(
  name: string,
  { brokers, prefix, dir, env = {} }: ReplicaPlace,
): Promise<ReplicaProcess> {
  const child = startChild(join(__dirname, '..', 'main.ts'), {
    env: {
      PARLEY_NAME: name,
      PARLEY_DATA: dir,
      PARLEY_KAFKA_BROKERS: brokers.join(','),
      PARLEY_LEDGER_PREFIX: `${prefix}.`,
      PARLEY_FAULTS: '1',
      PARLEY_LOG: 'warn',
      ...env,
    },
  });
  const { grpc } = JSON.parse((await child.line(/^ready /)).slice('ready '.length)) as { grpc: number };
  const address = `127.0.0.1:${grpc}`;
  const ledger = grpcClient<LedgerDefinition>('parley.ledger.v1.Ledger', address);
  return { name, child, address, ledger, close: () => ledger.close() };
}
