import { z } from 'zod';
import { address, addressList, baseEnv } from '@parley/service';

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
