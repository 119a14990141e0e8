import { onRabbitmq } from '@parley/brokers';

/** Over TLS: the service listens on nothing else. */
export const openGround = onRabbitmq('amqp10sUrl');
