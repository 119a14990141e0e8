import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { onKafka } from '@parley/brokers';
import type { LedgerDefinition } from '@parley/contracts/generated/parley/ledger/v1/Ledger';
import { type Child, startProcess } from '@parley/faults';
import { grpcClient } from '@parley/middleware/grpc';
import { kafkaPlace, openCut } from '@parley/middleware/kafka';
import { repoRoot } from '@parley/topology';
import { command, show, type Context } from './context';
import { failed } from './failures';
import { walk } from './ledger-walk';
import { table } from './output';
import { findSystem, need } from './system';

const statusMs = 3000;

/** The ledger's program: beside this one, where both were built. */
function program(): string {
  const beside = join(__dirname, 'ledger.cjs');
  return existsSync(beside) ? beside : join(repoRoot(), '.parley', 'dist', 'ledger.cjs');
}

const open = (address: string) => grpcClient<LedgerDefinition>('parley.ledger.v1.Ledger', address);

/** The walk on three replicas of its own, on whatever Kafka there is, with names of its own; all of it is removed afterwards. */
async function demo({ output, verdict }: Context): Promise<void> {
  const ground = await onKafka()();
  const { brokers, prefix } = kafkaPlace(ground.connect('ledger', 0)[0]);
  const cut = await openCut(brokers);
  const dir = mkdtempSync(join(tmpdir(), 'parley-ledger-'));
  const children: Child[] = [];
  const start = async (name: string, to: string[]) => {
    const env = {
      PARLEY_NAME: name,
      PARLEY_DATA: dir,
      PARLEY_KAFKA_BROKERS: to.join(','),
      PARLEY_LEDGER_PREFIX: `${prefix}.`,
      PARLEY_LOG: 'error',
    };
    const child = startProcess([process.execPath, program()], { env, cwd: repoRoot() });
    children.push(child);
    const { grpc } = JSON.parse((await child.line(/^ready /)).slice('ready '.length)) as { grpc: number };
    return { name, ledger: open(`127.0.0.1:${grpc}`) };
  };
  try {
    const names: [string, string[]][] = [
      ['replica-1', brokers],
      ['replica-2', brokers],
      ['replica-3', cut.brokers],
    ];
    const replicas = await Promise.all(names.map(([name, to]) => start(name, to)));
    const well = await walk({ replicas, cutOff: cut.apart, say: output.out });
    for (const { ledger } of replicas) ledger.close();
    verdict(well ? 0 : 1);
  } finally {
    for (const child of children) child.kill('SIGTERM');
    await Promise.all(children.map(({ exited }) => exited));
    await cut.close();
    await ground.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Where every replica of the running system is; fails where one does not answer, or where two differ at one version. */
async function status(context: Context, json: boolean | undefined): Promise<void> {
  const addresses = need(findSystem(context.env), 'ledger', context.env).split(',');
  const replicas = await Promise.all(
    addresses.map(async (address) => {
      const ledger = open(address);
      try {
        return { address, ...(await ledger.Status({}, { deadlineMs: statusMs, idempotent: true })) };
      } catch (error) {
        return { address, error: (error as Error).message };
      } finally {
        ledger.close();
      }
    }),
  );
  type Row = { address: string; error?: string } & Partial<
    Record<'replica' | 'version' | 'hash' | 'snapshot', string>
  > & {
      accounts?: number;
    };
  const columns = [
    { head: 'replica', value: ({ replica, error }: Row) => replica ?? error },
    { head: 'address', value: ({ address }: Row) => address },
    { head: 'version', right: true, value: ({ version }: Row) => version },
    { head: 'state', value: ({ hash }: Row) => hash },
    { head: 'snapshot', right: true, value: ({ snapshot }: Row) => snapshot },
    { head: 'entries', right: true, value: ({ accounts }: Row) => accounts },
  ];
  show(context, json, replicas, () => table<Row>(replicas, columns, context.output));
  const states = new Map<string, string>();
  for (const { version = '', hash = '' } of replicas as Row[]) {
    if (version && (states.get(version) ?? hash) !== hash) throw failed(`Two replicas differ at version ${version}.`);
    states.set(version, hash);
  }
  if (replicas.some((each) => 'error' in each)) throw failed('A replica does not answer.');
}

export function ledgerCommand(context: Context) {
  const ledger = new Command('ledger').description(
    'the replicated ledger: the lecture’s walk on three replicas, or where the system’s are',
  );
  ledger.addCommand(
    command('demo', 'two clients write X=3 and X=5 through different replicas; a replica that lags is read').action(
      () => demo(context),
    ),
  );
  ledger.addCommand(
    command('status', 'version and state of every replica').action(({ json }: { json?: boolean }) =>
      status(context, json),
    ),
  );
  return ledger;
}
