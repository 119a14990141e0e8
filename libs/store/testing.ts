import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { killChildren } from '@parley/faults/testing';
import { openStore } from './store';
import type { DialectName, Migration } from './migrate';
import type { Store, StoreOptions } from './store';

/** Where the running test keeps a service's store: hand it to another process, or to `openStore`. */
export type TestPlace = Pick<StoreOptions, 'service' | 'dataDir' | 'databaseUrl'>;

export interface TestOpen {
  /** Opens the running test's store of a service; opened twice in one test it is the same one. Closed after the test. */
  <DB = unknown>(migrations?: Record<string, Migration>, service?: string): Promise<Store<DB>>;
  place(service?: string): TestPlace;
}

/**
 * Runs the tests of `define` on SQLite (a fresh folder a test) and on PostgreSQL (fresh schemas a test, in the database
 * of PARLEY_TEST_DATABASE_URL), or on one of them where `on` says so. Without that variable the PostgreSQL tests fail: they are not skipped.
 */
export function eachStore(
  define: (name: DialectName, open: TestOpen) => void,
  on: DialectName[] = ['sqlite', 'postgres'],
): void {
  // Processes start slowly on a busy machine.
  jest.setTimeout(60_000);
  describe.each<DialectName>(on)('%s', (name) => {
    let dataDir = '';
    let suffix = '';
    let stores: Store[] = [];
    let schemas = new Set<string>();

    const place = (service = 'test'): TestPlace => {
      if (name === 'sqlite') return { service, dataDir };
      const databaseUrl = process.env.PARLEY_TEST_DATABASE_URL;
      if (!databaseUrl)
        throw new Error(
          "PARLEY_TEST_DATABASE_URL is not set: the suite needs `brokers: ['postgres']` in its jest.config.cjs",
        );
      const schema = `${service}_${suffix}`;
      schemas.add(schema);
      return { service: schema, dataDir, databaseUrl };
    };

    async function open<DB>(migrations: Record<string, Migration> = {}, service?: string): Promise<Store<DB>> {
      const store = await openStore<DB>({ ...place(service), migrations });
      stores.push(store as unknown as Store);
      return store;
    }

    beforeEach(() => {
      dataDir = mkdtempSync(join(tmpdir(), 'parley-store-'));
      suffix = randomBytes(6).toString('hex');
    });

    define(name, Object.assign(open, { place }));

    // Hooks run in the order of their making: what the tests have opened on the store ends first.
    afterEach(async () => {
      killChildren();
      const [opened, made] = [stores, schemas];
      stores = [];
      schemas = new Set();
      await Promise.all(opened.map((store) => store.close()));
      rmSync(dataDir, { recursive: true, force: true });
      await dropSchemas([...made]);
    });
  });
}

async function dropSchemas(schemas: string[]): Promise<void> {
  if (schemas.length === 0) return;
  const client = new Client({ connectionString: process.env.PARLEY_TEST_DATABASE_URL });
  await client.connect();
  for (const schema of schemas) await client.query(`drop schema if exists "${schema}" cascade`);
  await client.end();
}
