import type { Socket } from 'node:net';
import type { Connection } from '@libp2p/interface';

interface Layer {
  writeBufferLength?: number;
}

/** What libp2p keeps to itself of a connection: the socket, and the layer that encrypts. */
interface Inner {
  maConn?: Layer & { socket?: Socket };
  muxer?: { maConn?: Layer };
}

const bytesOf = (layer: Layer | undefined): number => layer?.writeBufferLength ?? 0;

/**
 * Bytes given to a connection that the operating system does not have yet: in its streams (the window of the peer is
 * used up), behind the encryption, in the socket. libp2p has an event for each of these, and none for all.
 */
export const unsentBytes = (connection: Connection): number => {
  const { maConn, muxer } = connection as unknown as Inner;
  const inStreams = connection.streams.reduce((sum, stream) => sum + bytesOf(stream), 0);
  return inStreams + bytesOf(muxer?.maConn) + bytesOf(maConn) + (maConn?.socket?.writableLength ?? 0);
};

/** Looks again after each turn of the event loop, after 50 of them each ms; false when `byMs` of the monotonic clock is over before. */
export async function until(holds: () => boolean, byMs: number): Promise<boolean> {
  for (let looks = 0; !holds(); looks += 1) {
    if (performance.now() >= byMs) return false;
    await new Promise<void>((resolve) => (looks < 50 ? setImmediate(resolve) : setTimeout(resolve, 1)));
  }
  return true;
}
