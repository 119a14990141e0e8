import { z } from 'zod';
import { baseEnv } from '@parley/service';

export const config = z.object({ ...baseEnv, PARLEY_AMQP_URL: z.string() });
