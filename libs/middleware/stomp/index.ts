export { openStompSender } from './sender';
export type { StompSender, StompSenderOptions } from './sender';
export { openStompReceiver } from './receiver';
export type { StompReceiver, StompReceiverOptions } from './receiver';
export type { StompMessage } from './messages';
