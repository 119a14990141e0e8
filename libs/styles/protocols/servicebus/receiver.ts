import { receivingFrom } from '../amqp1/receiver';
import { entity } from './place';

/**
 * Peeks and locks: what its handler has finished is completed (accepted); what it refuses, or fails at too often, is
 * dead-lettered (rejected); what is in hand when the connection ends comes again.
 */
export const openReceiver = receivingFrom(entity);
