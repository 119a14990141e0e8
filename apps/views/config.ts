import { z } from 'zod';
import { addressList, baseEnv } from '@parley/service';

export const config = z.object({
  ...baseEnv,
  PARLEY_KAFKA_BROKERS: addressList,
  /** What the name of the order topic begins with: a log of its own beside others on one Kafka. */
  PARLEY_ORDERS_PREFIX: z.string().default(''),
});
