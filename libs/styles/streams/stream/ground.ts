import { onKafka } from '@parley/brokers';

/** A prefix of one's own on a Kafka broker. */
export const openGround = onKafka();
