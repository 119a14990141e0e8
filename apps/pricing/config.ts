import { z } from 'zod';
import { baseEnv } from '@parley/service';

const tcp = z.string().startsWith('tcp://');

export const config = z.object({
  ...baseEnv,
  PARLEY_ROLE: z.enum(['quote', 'worker']),
  /** Quote binds both, workers connect. */
  PARLEY_VENTILATOR: tcp,
  PARLEY_SINK: tcp,
});
