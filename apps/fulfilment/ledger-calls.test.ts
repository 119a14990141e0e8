import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LedgerDefinition } from '@parley/contracts/generated/parley/ledger/v1/Ledger';
import { type Child, killChildren, startChild } from '@parley/faults/testing';
import { grpcClient } from '@parley/middleware/grpc';
import type { Way } from '@parley/service';
import { openStore } from '@parley/store';
import { repoRoot } from '@parley/topology';
import type { Command } from './fulfilment.domain';
import { fulfil } from './fulfilment.service';
import { ledgerCalls } from './ledger-calls.grpc';
import { type FulfilmentStore, type FulfilmentTables, migrations } from './migrations';

jest.setTimeout(60_000);

const dir = mkdtempSync(join(tmpdir(), 'parley-calls-'));
const prefix = `calls-${randomBytes(6).toString('hex')}.`;
let replicas: { child: Child; address: string }[];
let store: FulfilmentStore;
let way: Way;
let ledger: ReturnType<typeof grpcClient<LedgerDefinition>>;

const start = async (name: string) => {
  const child = startChild(join(repoRoot(), 'apps/ledger/main.ts'), {
    env: {
      PARLEY_NAME: name,
      PARLEY_DATA: dir,
      PARLEY_KAFKA_BROKERS: process.env.PARLEY_TEST_KAFKA_BROKERS ?? '',
      PARLEY_LEDGER_PREFIX: prefix,
      PARLEY_LOG: 'error',
    },
  });
  const { grpc } = JSON.parse((await child.line(/^ready /)).slice('ready '.length)) as { grpc: number };
  return { child, address: `127.0.0.1:${grpc}` };
};

beforeAll(async () => {
  replicas = await Promise.all([start('one'), start('two')]);
  store = await openStore<FulfilmentTables>({ service: 'fulfilment', dataDir: dir, migrations });
  way = ledgerCalls(
    store,
    replicas.map(({ address }) => address),
    'payment-1',
  );
  await way.start!();
  ledger = grpcClient<LedgerDefinition>('parley.ledger.v1.Ledger', replicas[1]!.address);
});
afterAll(async () => {
  await way?.drain!();
  await way?.close!();
  ledger?.close();
  await store?.close();
  killChildren();
  rmSync(dir, { recursive: true, force: true });
});

const carried = { country: 'EIRE', parcels: 1, reference: '', amount: '1000' };
const send = (commandId: string, customer: string, command: Command) =>
  fulfil(store, { commandId, queue: 'q', command, carried: { ...carried, customer } }, 0);
const pay = (orderId: string, customer: string) =>
  send(`pay-${orderId}`, customer, { kind: 'pay', orderId, amount: 1000n, account: customer !== '' });
const phaseOf = async (orderId: string) =>
  (await store.db.selectFrom('orders').select('phase').where('order_id', '=', orderId).executeTakeFirst())?.phase;
const until = async (probe: () => Promise<boolean>): Promise<void> => {
  while (!(await probe())) await new Promise((resolve) => setTimeout(resolve, 20));
};
const pending = async () =>
  (
    await store.db
      .selectFrom('outbox')
      .select('id')
      .where('channel', '=', 'grpc')
      .where('sent_at', 'is', null)
      .execute()
  ).length;
const owes = async (customer: string) => {
  const { version } = await ledger.Write({
    operationId: `look-${randomBytes(4).toString('hex')}`,
    put: { name: 'look', value: '' },
  });
  return (await ledger.Read({ customer, atLeast: version })).balance;
};

test('a payment is debited and paid, beyond the limit declined, a cancel given back; a guest has no account', async () => {
  await ledger.Write({ operationId: 'limit', setLimit: { customer: 'ann', limit: '1500' } });
  await pay('o-1', 'ann');
  await until(async () => (await phaseOf('o-1')) === 'paid');
  expect(await owes('ann')).toBe('1000');
  await pay('o-2', 'ann');
  await until(async () => (await phaseOf('o-2')) === 'declined');
  await pay('o-3', '');
  expect(await phaseOf('o-3')).toBe('paid');
  await send('cancel-o-1', 'ann', { kind: 'cancel', orderId: 'o-1' });
  await until(async () => (await pending()) === 0);
  expect(await owes('ann')).toBe('0');
});

test('the replica that is asked dies: another one is asked, under the same id; the order is cancelled meanwhile: given back', async () => {
  replicas[0]!.child.kill('SIGSTOP');
  await pay('o-4', 'bob');
  await send('cancel-o-4', 'bob', { kind: 'cancel', orderId: 'o-4' });
  expect(await phaseOf('o-4')).toBe('cancelled');
  replicas[0]!.child.kill('SIGKILL');
  await until(async () => (await pending()) === 0);
  expect(await owes('bob')).toBe('0');
  await pay('o-5', 'bob');
  await until(async () => (await phaseOf('o-5')) === 'paid');
  expect(await owes('bob')).toBe('1000');
});
