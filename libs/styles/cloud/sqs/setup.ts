import { awsPlace } from '@parley/middleware/sqs';
import type { SetUp } from '@parley/roles';
import { queueAt } from './queue';

export const setUp: SetUp = async ({ connect: [address] }) => {
  await queueAt(awsPlace(address, 'sqs'), 5000);
};
