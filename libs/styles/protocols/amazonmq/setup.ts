import { settingUp } from '../amqp1/setup';
import { entity } from './place';

/** ActiveMQ makes a queue as soon as it is named. */
export const setUp = settingUp(entity);
