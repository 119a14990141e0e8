import type { SetUp } from '@parley/roles';
import { declaring } from '../declared';
import { topologyOn } from './topology';

/** The queues of both hosts and what is between, each on its broker. */
export const setUp: SetUp = async ({ connect: [near = '', far = near], receivers }) => {
  await declaring(topologyOn('near'))({ connect: [near], receivers });
  await declaring(topologyOn('far'))({ connect: [far], receivers });
};
