import { z } from 'zod';
import { addressList, baseEnv } from '@parley/service';

export const config = z.object({ ...baseEnv, PARLEY_KAFKA_BROKERS: addressList });
