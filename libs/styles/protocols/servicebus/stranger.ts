import { strangerTo } from '../amqp1/stranger';
import { entity } from './place';

export const openStranger = strangerTo(entity);
