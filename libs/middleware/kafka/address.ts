import { readFileSync } from 'node:fs';
import { Fatal } from '@parley/faults';
import type { Credentials } from './client';

/** Brokers, and what the names of topics and groups begin with there: a place of one's own. */
export interface KafkaPlace {
  brokers: string[];
  prefix: string;
  /** What the address says to show; undefined where it names nobody. */
  credentials?: Credentials;
}

const wrong = (address: string, cause?: unknown): Fatal =>
  new Fatal(`${JSON.stringify(address.replace(/\/\/.*@/, '//…@'))} is no address like kafka://host:port/prefix`, {
    reason: 'address',
    cause,
  });

const credentialsIn = ({ username, password, searchParams }: URL): Credentials => {
  const file = searchParams.get('ca');
  const ca = file ? readFileSync(file, 'utf8') : undefined;
  return { username: decodeURIComponent(username), password: decodeURIComponent(password), ...(ca && { ca }) };
};

/**
 * What an address `kafka://host:port/PREFIX[?also=host:port,…]` says, or `kafka+ssl://user:password@host:port/PREFIX?ca=FILE`
 * with the file of the authority that is trusted. Throws Fatal `address`, which shows nobody the password.
 */
export function kafkaPlace(address = ''): KafkaPlace {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const prefix = url?.pathname.slice(1);
  if (!url?.protocol.startsWith('kafka') || !url.host || !prefix) throw wrong(address);
  const brokers = [url.host, ...(url.searchParams.get('also')?.split(',') ?? [])];
  try {
    return { brokers, prefix, ...(url.username && { credentials: credentialsIn(url) }) };
  } catch (error) {
    throw wrong(address, error);
  }
}
