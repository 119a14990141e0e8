import { openRawSource } from '@parley/middleware/zeromq';
import type { OpenStranger } from '@parley/roles';

/** Another source, that answers a worker's asking with bytes of its own. */
export const openStranger: OpenStranger = ({ bind }) => openRawSource({ bind });
