import { address, baseEnv } from '@parley/service';
import { z } from 'zod';

export const config = z.object({
  ...baseEnv,
  PARLEY_HTTP_PORT: z.coerce.number().pipe(z.int().min(0).max(65_535)),
  PARLEY_ORDERS: address,
  PARLEY_INVENTORY: address,
  PARLEY_FULFILMENT: address,
  PARLEY_NOTIFICATIONS: address,
  PARLEY_ANALYTICS: address,
  PARLEY_OBSERVER: address,
  PARLEY_VIEWS: address,
});
export type Config = z.infer<typeof config>;
