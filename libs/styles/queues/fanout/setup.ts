import type { SetUp } from '@parley/roles';
import { declaring } from '../declared';
import { topologyOf } from './topology';

/** The exchange, and the queue of each subscriber that is known: what comes before it does is kept for it. */
export const setUp: SetUp = (place) => declaring(topologyOf(place.receivers))(place);
