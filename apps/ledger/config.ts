import { z } from 'zod';
import { addressList, baseEnv } from '@parley/service';
import { topics } from '@parley/topology';

export const config = z.object({
  ...baseEnv,
  PARLEY_KAFKA_BROKERS: addressList,
  /** What the names of the log and of the snapshots begin with: a ledger of its own beside others on one Kafka. */
  PARLEY_LEDGER_PREFIX: z.string().default(''),
  /** Operations from one snapshot to the next: a new replica executes about so many, whatever the log once held. */
  PARLEY_SNAPSHOT_EVERY: z.coerce.number().int().min(10).default(50_000),
});

export type Config = z.infer<typeof config>;

/** The log and the snapshots, under the names that the configuration gives them. */
export const topicsOf = ({ PARLEY_LEDGER_PREFIX: prefix }: Pick<Config, 'PARLEY_LEDGER_PREFIX'>) => ({
  log: { ...topics.ledger, name: `${prefix}${topics.ledger.name}` },
  snapshots: { ...topics.ledgerSnapshots, name: `${prefix}${topics.ledgerSnapshots.name}` },
});
