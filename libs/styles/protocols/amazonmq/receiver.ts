import { receivingFrom } from '../amqp1/receiver';
import { entity } from './place';

/** The receiver of `amqp1`, from another broker's queue. */
export const openReceiver = receivingFrom(entity);
