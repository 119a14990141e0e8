import type { Logger } from 'pino';
import { z } from 'zod';
import { address, addressList, baseEnv } from '@parley/service';
import type { OrdersOptions } from './peers';
import type { SweepOptions } from './sweep.timer';

export const config = z.object({
  ...baseEnv,
  PARLEY_AMQP_URL: z.string(),
  PARLEY_KAFKA_BROKERS: addressList,
  PARLEY_PRICING: address,
  PARLEY_INVENTORY: address,
  /** How long an attempt to place an order may take before another one is made beside it, ms. */
  PARLEY_LEASE_MS: z.coerce.number().int().min(100).default(15_000),
  /** Attempts to place an order before it is given up: half a minute in all, more where a peer is slow to fail. */
  PARLEY_PLACE_ATTEMPTS: z.coerce.number().int().min(1).default(8),
});

type Config = z.infer<typeof config>;

/** How orders are placed; each attempt that fails is logged. */
export const ordersOptions = (c: Config, log: Pick<Logger, 'warn'>): OrdersOptions => ({
  leaseMs: c.PARLEY_LEASE_MS,
  maxAttempts: c.PARLEY_PLACE_ATTEMPTS,
  pollMs: 25,
  onFailure: (order, attempt, err) => log.warn({ order, attempt, err }, 'could not place'),
});

/** How often orders that nobody is placing are looked for: several times a lease. */
export const sweepOptions = (c: Config, log: Pick<Logger, 'error'>): SweepOptions => ({
  everyMs: Math.min(c.PARLEY_LEASE_MS / 4, 250),
  onError: (err) => log.error({ err }, 'sweep'),
});
