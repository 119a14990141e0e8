import type { GossipSub } from '@libp2p/gossipsub';
import type { Libp2p } from 'libp2p';
import { toMultiaddr } from './address';
import { loadLibp2p } from './load';

/**
 * A mesh of few peers: each passes a message on to up to 8 neighbours; who comes new is in it within 100 ms. Nothing is
 * held against peers for having one address, as all of them have on one machine. Every message is signed.
 */
const settings = {
  D: 4,
  Dlo: 2,
  Dhi: 8,
  Dscore: 1,
  Dout: 1,
  heartbeatInterval: 100,
  fanoutTTL: 60_000,
  scoreParams: { IPColocationFactorWeight: 0 },
  globalSignaturePolicy: 'StrictSign',
  allowPublishToZeroTopicPeers: false,
  emitSelf: false,
  fallbackToFloodsub: false,
} as const;

/** Starts a node of libp2p that listens at these addresses and knows nobody yet. Throws what libp2p throws, and Fatal `address`. */
export async function startNode({
  name,
  listen,
}: {
  name: string;
  listen: string[];
}): Promise<Libp2p<{ pubsub: GossipSub }>> {
  const { createLibp2p, tcp, noise, yamux, identify, gossipsub } = await loadLibp2p();
  return createLibp2p({
    nodeInfo: { name: 'parley', userAgent: name },
    addresses: { listen: listen.map(toMultiaddr) },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    // A neighbour that hangs is let go after this and its timeout, with all that waits for it.
    connectionMonitor: { pingInterval: 5000 },
    // Five a second from one host is the default: fewer than the peers on one machine.
    connectionManager: { inboundConnectionThreshold: 1000, maxIncomingPendingConnections: 100 },
    services: { identify: identify(), pubsub: gossipsub(settings) },
  });
}
