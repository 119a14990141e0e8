import { awsPlace } from '@parley/middleware/kinesis';
import type { SetUp } from '@parley/roles';
import { streamAt } from './stream';

/** Makes the stream. A consumer needs nothing: it begins at the beginning. */
export const setUp: SetUp = async ({ connect: [address] }) => {
  await streamAt(awsPlace(address, 'kinesis'), 10_000);
};
