import { onRabbitmq } from '@parley/brokers';

export const openGround = onRabbitmq('amqp10Url');
