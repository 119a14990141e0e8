/** Peers of a network without a broker (gossipsub by libp2p): they publish, subscribe and forward among themselves. */
export { maxBytes, openPeer } from './peer';
export type { Arrival, Peer, PeerOptions } from './peer';
