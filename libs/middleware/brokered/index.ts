export { authorityIn, brokerAddressOf } from './broker-address';
export type { BrokerAddress } from './broker-address';
export { handleOne } from './handling';
export type { Handled, HandlingOptions } from './handling';
export { backoffMs, openLink, within } from './link';
export type { Line, LinkOptions } from './link';
export { openOutbox } from './outbox';
export type { Outbox, OutboxOptions, Way } from './outbox';
export { connectBroker, hopelessOf, isUntrusted } from './socket';
