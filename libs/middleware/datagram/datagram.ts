import dgram from 'node:dgram';
import { OutcomeUnknown } from '@parley/faults';
import { addressOf, isGroup, peerOf, type Peer } from './address';
import { closedError, udpError } from './errors';

/** The most bytes that one UDP datagram over IPv4 carries: 65,535 less 20 of IP and 8 of UDP (RFC 768, RFC 791). */
export const maxDatagram = 65_507;

export interface DatagramOptions {
  /**
   * Where it receives: `udp://host:port`; a free port of 127.0.0.1 where it is not said. With a group's address
   * (224.0.0.0/4) only that group's datagrams come in, and others on this host can have the same port. 0.0.0.0 receives
   * broadcasts too.
   */
  bind?: string;
  /** Groups that it joins. Where it binds a group, that one is joined by itself. */
  join?: string[];
  /** The address of the interface through which groups are joined and sent to; without it the routes decide. */
  interface?: string;
  /** How many networks a datagram to a group may be in: 0 this host, 1 this network (the default), more if routers let it. */
  ttl?: number;
  /** Whether members on this very host get what is sent to a group; true. */
  loop?: boolean;
  /** Whether it may send to a broadcast address; false. */
  broadcast?: boolean;
  /** Whether others on this host can have the same port: each gets every broadcast and every datagram to a group. */
  shared?: boolean;
  /** Bytes that the system is asked to hold for this socket until they are taken; 1 MiB. */
  receiveBuffer?: number;
  /**
   * The only one that it talks to: then the system tells when nobody is at that port (ICMP port unreachable).
   */
  connect?: string;
}

/** A UDP socket. What comes in is given to `take`, which must not throw. */
export interface Datagram {
  address: string;
  /** Bytes that the system holds at most, as it says: Linux doubles what is asked for, up to its own limit. Above it, it drops. */
  receiveBuffer: number;
  /** How often nobody was at the port of the peer that it is connected to. */
  unreachable(): number;
  /**
   * Resolves when the kernel has it: nothing is known of what becomes of it. Rejects with Fatal `too-large` (above 65,507
   * bytes), `not-allowed`, `address`, `closed`; Retryable where it did not leave; OutcomeUnknown after `deadlineMs`. `to`
   * may be left out where it is connected.
   */
  send(bytes: Uint8Array, to?: Peer, deadlineMs?: number): Promise<void>;
  /** Sends nothing more, waits for what is being sent, stops receiving. Twice is once. */
  close(): Promise<void>;
}

const bound = (socket: dgram.Socket, { host, port }: Peer) =>
  new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ port, address: host, exclusive: true }, () => {
      socket.off('error', reject);
      resolve();
    });
  });

const connected = (socket: dgram.Socket, { host, port }: Peer) =>
  new Promise<void>((resolve, reject) => {
    socket.connect(port, host, (error?: Error) => (error ? reject(error) : resolve()));
  });

/** Opens a socket; resolves when it receives. Throws Fatal `address`, Retryable where the port is taken. */
export async function openDatagram(
  options: DatagramOptions = {},
  take: (bytes: Buffer, from: Peer) => void = () => undefined,
): Promise<Datagram> {
  const { ttl = 1, loop = true, broadcast = false, receiveBuffer = 1024 * 1024 } = options;
  const at = peerOf(options.bind ?? 'udp://127.0.0.1:0');
  const peer = options.connect === undefined ? undefined : peerOf(options.connect);
  const joins = new Set([...(isGroup(at.host) ? [at.host] : []), ...(options.join ?? [])]);
  const socket = dgram.createSocket({
    type: 'udp4',
    reuseAddr: options.shared ?? isGroup(at.host),
    // At once: what is looked up later is never called back once the socket is closed.
    lookup: (host, _, found) => found(null, host, 4),
  });
  let unreachable = 0;
  let closing: Promise<void> | undefined;
  const sending = new Set<Promise<void>>();

  try {
    await bound(socket, at);
    socket.setRecvBufferSize(receiveBuffer);
    socket.setBroadcast(broadcast);
    if (options.interface !== undefined) socket.setMulticastInterface(options.interface);
    socket.setMulticastTTL(ttl);
    socket.setMulticastLoopback(loop);
    for (const group of joins) socket.addMembership(group, options.interface);
    if (peer) await connected(socket, peer);
  } catch (error) {
    socket.close();
    throw udpError(error, `binding ${addressOf(at)}`);
  }
  // Without this, an ICMP message from a stranger's machine would end the process.
  socket.on('error', () => (unreachable += 1));
  socket.on('message', (bytes, { address, port }) => take(bytes, { host: address, port }));

  const send: Datagram['send'] = (bytes, to = peer, deadlineMs = 5000) => {
    if (closing || !to) return Promise.reject(closing ? closedError() : udpError('EDESTADDRREQ', 'sending'));
    const sent = new Promise<void>((resolve, reject) => {
      const late = () => reject(new OutcomeUnknown(`not sent to ${addressOf(to)} within ${deadlineMs} ms`));
      const timer = setTimeout(late, deadlineMs);
      const done = (error: Error | null) => {
        clearTimeout(timer);
        if (error) reject(udpError(error, `sending ${bytes.length} B to ${addressOf(to)}`));
        else resolve();
      };
      if (peer) socket.send(bytes, done);
      else socket.send(bytes, to.port, to.host, done);
    });
    sending.add(sent);
    const gone = () => void sending.delete(sent);
    sent.then(gone, gone);
    return sent;
  };

  const close = async () => {
    await Promise.allSettled(sending);
    await new Promise<void>((resolve) => socket.close(resolve));
  };

  return {
    address: addressOf({ host: at.host, port: socket.address().port }),
    receiveBuffer: socket.getRecvBufferSize(),
    unreachable: () => unreachable,
    send,
    close: () => (closing ??= close()),
  };
}
