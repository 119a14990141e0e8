import { z } from 'zod';
import { baseEnv } from '@parley/service';

export const config = z.object({
  ...baseEnv,
  /** 0: a free one, which the log names. */
  PARLEY_SMTP_PORT: z.coerce.number().int().min(0).max(65_535),
  /** The maildir's folder, made if absent. */
  PARLEY_MAIL: z.string(),
});
