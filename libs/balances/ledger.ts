import { readdirSync } from 'node:fs';
import { endOffsets, kafkaClient } from '@parley/middleware/kafka';
import { topics } from '@parley/topology';
import { openReader, schemasLike } from './readers';
import type { Sources } from './sources';

type Integer = number | string;

/** What the stores of the ledger's replicas hold, and how far their log goes. */
export interface LedgerView {
  /** How many operations the log holds, or has held. */
  logEnd: Integer;
  /** The greatest version that every replica has reached: what they are compared at. */
  common: Integer;
  /** `hash`: of the state at the common version; `accounts` as they are now. */
  replicas: { replica: string; version: Integer; hash: string; accounts: { customer: string; balance: Integer }[] }[];
}

const storeName = /^ledger_\d+$/;

/** The names of the replicas' stores: there are as many as have ever run. */
async function replicaStores(sources: Sources): Promise<string[]> {
  const names = sources.databaseUrl
    ? await schemasLike(sources, 'ledger!_%')
    : readdirSync(sources.dataDir).flatMap((file) =>
        file.endsWith('.sqlite') ? [file.slice(0, -'.sqlite'.length)] : [],
      );
  return names.filter((name) => storeName.test(name)).sort();
}

/** Reads every replica's store and where their log ends. Throws when there is no replica. */
export async function readLedger(sources: Sources): Promise<LedgerView> {
  const stores = await replicaStores(sources);
  if (stores.length === 0) throw new Error('There is no store of a replica of the ledger: start the system first.');
  const readers = await Promise.all(stores.map((name) => openReader(sources, name)));
  try {
    const versions = await Promise.all(
      readers.map(
        async (reader) => (await reader.rows<{ version: Integer }>('select version from state'))[0]?.version ?? 0,
      ),
    );
    const common = Math.min(...versions.map(Number));
    const replicas = await Promise.all(
      readers.map(async (reader, at) => {
        const [row] = await reader.rows<{ hash: string }>(`select hash from executed where version = ${common}`);
        const accounts = await reader.rows<{ key: string; balance: Integer }>(
          `select key, balance from entries where key like 'customer/%'`,
        );
        return {
          replica: stores[at]!,
          version: versions[at]!,
          hash: row?.hash ?? '',
          accounts: accounts.map(({ key, balance }) => ({ customer: key.slice('customer/'.length), balance })),
        };
      }),
    );
    const client = kafkaClient({ brokers: sources.kafkaBrokers, clientId: 'balances' });
    const [end] = await endOffsets(client, topics.ledger.name);
    return { logEnd: end?.offset ?? '0', common, replicas };
  } finally {
    await Promise.all(readers.map((reader) => reader.close()));
  }
}
