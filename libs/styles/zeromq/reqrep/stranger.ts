import { openRaw } from '@parley/middleware/zeromq';
import type { OpenStranger } from '@parley/roles';
import { credentials as keysOf } from './keys';

/** Somebody with the right key who sends single frames and does not wait for replies. */
export const openStranger: OpenStranger = ({ connect, deadlineMs, credentials }) =>
  openRaw('dealer', { connect, deadlineMs, curve: keysOf(credentials) });
