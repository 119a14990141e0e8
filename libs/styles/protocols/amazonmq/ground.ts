import { onActivemq } from '@parley/brokers';

export const openGround = onActivemq();
