import { sendingTo } from '../amqp1/sender';
import { entity } from './place';

/** An open protocol is there for this: the sender of `amqp1`, to another broker's queue. */
export const openSender = sendingTo(entity);
