import { onKafkaSasl } from '@parley/brokers';

/** A prefix of one's own on a Kafka broker, by its listener that wants what Event Hubs wants. */
export const openGround = onKafkaSasl();
