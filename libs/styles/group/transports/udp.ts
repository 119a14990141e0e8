import { Fatal } from '@parley/faults';
import { addressOf, maxDatagram, openDatagram, peerOf, type Peer } from '@parley/middleware/datagram';
import type { OpenTransport } from './transport';

/** Asked of the system for what has come and was not taken yet; it gives as much as its limit allows. */
const receiveBuffer = 4 * 1024 * 1024;
const sendWithinMs = 2000;

/** `udp://<group>:<port>/<address of the interface>?ttl=<n>`; 127.0.0.1 and 0, this host only, where it is not said. */
const placeOf = (address: string): Peer & { interface: string; ttl: number } => {
  const { host, port, path } = peerOf(address);
  const [, at, ttl] = /^([\d.]*)(?:\?ttl=(\d{1,3}))?$/.exec(path) ?? [];
  if (at === undefined)
    throw new Fatal(`not an address like udp://239.77.6.1:7706/127.0.0.1: ${address}`, { reason: 'address' });
  return { host, port, interface: at || '127.0.0.1', ttl: Number(ttl ?? 0) };
};

/**
 * IP multicast: a frame for all is one datagram to the group, a frame for one goes to the address that its datagrams come
 * from. Without `bind` it sends to the group and is no member: it gets only what is sent to itself. May lose, double and
 * reorder. Resolves when it receives; throws Fatal `address`.
 */
export const openUdp: OpenTransport = async ({ bind, connect: [to = bind], take }) => {
  if (to === undefined) throw new Fatal('a group’s address is needed', { reason: 'address' });
  const { interface: local, ttl, ...group } = placeOf(to);
  const peers = new Map<string, Peer>();
  let lost = 0;
  const came = (frame: Buffer, from: Peer) => take(frame, addressOf(from));
  const own = await openDatagram({ bind: `udp://${local}:0`, interface: local, ttl, receiveBuffer }, came);
  const joined = bind === undefined ? undefined : placeOf(bind);
  const member =
    joined && (await openDatagram({ bind: addressOf(joined), interface: joined.interface, receiveBuffer }, came));
  // A port of the group that was free, and is known only now.
  if (member && group.port === 0) group.port = peerOf(member.address).port;
  return {
    address: member ? `${member.address}/${joined!.interface}` : own.address,
    maxFrame: maxDatagram,
    mesh: false,
    send: (frame, name) => {
      const one = name === undefined ? undefined : peers.get(name);
      return own.send(frame, one ?? group, sendWithinMs).catch(() => void (lost += 1));
    },
    meet: (name, where) => {
      const before = peers.get(name);
      const now = peerOf(where);
      const isNew = before?.port !== now.port || before.host !== now.host;
      if (isNew) peers.set(name, now);
      return isNew;
    },
    forget: (name) => void peers.delete(name),
    known: () => [...peers].map(([name, peer]) => [name, addressOf(peer)]),
    lost: () => lost,
    close: async () => {
      await own.close();
      await member?.close();
    },
  };
};
