import { z } from 'zod';
import { addressList, baseEnv } from '@parley/service';

export const config = z.object({
  ...baseEnv,
  PARLEY_ROLE: z.enum(['payment', 'packing', 'shipping', 'refund']),
  PARLEY_AMQP_URL: z.string(),
  /** Every replica of the ledger. */
  PARLEY_LEDGER: addressList,
  PARLEY_DECLINE_PER_MILLE: z.coerce.number().int().min(0).max(1000).default(20),
});

export type Config = z.infer<typeof config>;
