import { sendingTo } from '../amqp1/sender';
import { entity } from './place';

/** MessageId, Subject, ContentType and ApplicationProperties are AMQP 1.0's. */
export const openSender = sendingTo(entity);
