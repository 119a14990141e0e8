import { baseEnv } from '@parley/service';
import { z } from 'zod';

export const config = z.object({
  ...baseEnv,
  /** Where OTLP/HTTP comes in. */
  PARLEY_HTTP_PORT: z.coerce.number().pipe(z.int().min(0).max(65_535)),
});
