import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from '@parley/topology';
import { z } from 'zod';
import { unreachable } from './failures';

const text = z.string().optional();
const shape = z.object({
  addresses: z
    .object({
      gateway: text,
      inventory: text,
      ledger: text,
      views: text,
      amqpUrl: text,
      kafkaBrokers: text,
      databaseUrl: text,
      mail: text,
    })
    .default({}),
  folders: z.object({ data: text }).default({}),
});

export interface System {
  /** http://host:port */
  gateway?: string;
  /** host:port of its gRPC */
  inventory?: string;
  /** host:port of the gRPC of each of its replicas, with commas between */
  ledger?: string;
  /** host:port of its gRPC */
  views?: string;
  amqpUrl?: string;
  kafkaBrokers?: string;
  databaseUrl?: string;
  dataDir?: string;
  mailDir?: string;
}

export const stateFile = (env: NodeJS.ProcessEnv): string =>
  env.PARLEY_STATE || join(repoRoot(), '.parley', 'run', 'state.json');

function readState(file: string): z.infer<typeof shape> {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch {
    return { addresses: {}, folders: {} };
  }
  const parsed = shape.safeParse(JSON.parse(content));
  if (!parsed.success) throw unreachable(`${file} is not understood: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** Where the running system is: by the environment, or else by the state file of the one that was started here. */
export function findSystem(env: NodeJS.ProcessEnv): System {
  const { addresses, folders } = readState(stateFile(env));
  return {
    gateway: env.PARLEY_GATEWAY || addresses.gateway,
    inventory: env.PARLEY_INVENTORY || addresses.inventory,
    ledger: env.PARLEY_LEDGER || addresses.ledger,
    views: env.PARLEY_VIEWS || addresses.views,
    amqpUrl: env.PARLEY_AMQP_URL || addresses.amqpUrl,
    kafkaBrokers: env.PARLEY_KAFKA_BROKERS || addresses.kafkaBrokers,
    databaseUrl: env.DATABASE_URL || addresses.databaseUrl,
    dataDir: env.PARLEY_DATA || folders.data,
    mailDir: env.PARLEY_MAIL || addresses.mail,
  };
}

/** One of these addresses; ends the command with exit code 3 where it is not known. */
export function need(system: System, name: keyof System, env: NodeJS.ProcessEnv): string {
  const value = system[name];
  if (!value)
    throw unreachable(`Parley is not running here: no address of ${name} in the environment or in ${stateFile(env)}.`);
  return value;
}
