export { openAmqp1Sender } from './sender';
export type { Amqp1Sender, Amqp1SenderOptions } from './sender';
export { openAmqp1Receiver } from './receiver';
export type { Amqp1Receiver, Amqp1ReceiverOptions } from './receiver';
export type { Amqp1Message } from './messages';
