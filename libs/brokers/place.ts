import { randomBytes } from 'node:crypto';
import type { Ground } from '@parley/roles';

/** A ground on a broker: it tells every role the same. */
export interface BrokerGround extends Ground {
  connect(role: string, index: number): string[];
}

/** The place where all meet who are told nothing, on every broker. */
export const common = 'parley';

/** A name that nobody else has. */
export const freshName = (): string => `style-${randomBytes(6).toString('hex')}`;

/** A ground whose roles all connect to these addresses. */
export const groundAt = (addresses: string[], close: () => Promise<void>): BrokerGround => ({
  prefix: () => [],
  bind: () => [],
  connect: () => addresses,
  close,
});
