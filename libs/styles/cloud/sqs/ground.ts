import { onMoto } from '@parley/brokers';

/** A prefix of one's own at moto, which stands in for Amazon's service. */
export const openGround = onMoto('sqs');
