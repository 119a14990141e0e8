export { addressOf, isGroup, peerOf } from './address';
export type { Peer } from './address';
export { maxDatagram, openDatagram } from './datagram';
export type { Datagram, DatagramOptions } from './datagram';
