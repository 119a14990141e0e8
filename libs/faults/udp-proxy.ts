import dgram from 'node:dgram';
import { randomOf } from './random';
import type { FaultProxy, Target } from './proxy-port';
import { openToxics, type Placed, type Stream } from './toxics';
import { stageOf, type Stage } from './udp-stages';

const isMulticast = (host: string): boolean => /^(22[4-9]|23\d)\./.test(host);

/** A socket on loopback; what is sent through it before it is bound waits for that. */
const socketAt = (port: number, bound: (socket: dgram.Socket) => void): dgram.Socket => {
  const socket = dgram.createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 });
  // A datagram that nobody takes is a datagram that is lost, whatever the kernel reports of it.
  return socket.on('error', () => undefined).bind(port, '127.0.0.1', () => bound(socket));
};

/**
 * A proxy in front of a UDP server, or of a multicast group on loopback: each client gets a socket of its own, so that
 * answers find their way back. Listens on 127.0.0.1.
 */
export const openUdp = async (target: Target, { seed = 1 }: { seed?: number }): Promise<FaultProxy> => {
  const clients = new Map<string, ReturnType<typeof link>>();
  const timers = new Set<NodeJS.Timeout>();
  const count = { accepted: 0, upstream: 0, downstream: 0, cut: 0 };
  let [hole, refusing] = [false, false];
  let front: dgram.Socket | undefined;
  const toxics = openToxics('udp', () => undefined);

  const later = (ms: number, call: () => void) => {
    const timer = setTimeout(() => (timers.delete(timer), call()), ms);
    timers.add(timer);
  };

  /** One direction of one client: the way of a datagram through the toxics that are there when it comes. */
  const way = (stream: Stream, number: number, out: (bytes: Buffer) => void) => {
    const made = new WeakMap<Placed, Stage>();
    const stage = (toxic: Placed): Stage => {
      const known = made.get(toxic) ?? stageOf(toxic, { random: randomOf(seed, toxic.name, number), later });
      made.set(toxic, known);
      return known;
    };
    const send = (bytes: Buffer) => {
      count[stream] += bytes.length;
      out(bytes);
    };
    return (bytes: Buffer) => {
      if (hole) return;
      const stages = toxics.all().flatMap((toxic) => (toxic.stream === stream ? [stage(toxic)] : []));
      stages.reduceRight<(datagram: Buffer) => void>((next, one) => (datagram) => one(datagram, next), send)(bytes);
    };
  };

  const link = ({ address, port }: dgram.RemoteInfo) => {
    const number = (count.accepted += 1);
    const back = socketAt(0, (socket) => isMulticast(target.host) && socket.setMulticastInterface('127.0.0.1'));
    back.on(
      'message',
      way('downstream', number, (bytes) => front?.send(bytes, port, address)),
    );
    let open = true;
    return {
      take: way('upstream', number, (bytes) => open && back.send(bytes, target.port, target.host)),
      close: () => {
        open = false;
        back.close();
      },
    };
  };

  const listen = (port: number) =>
    new Promise<number>((resolve) => {
      front = socketAt(port, (socket) => resolve(socket.address().port)).on('message', (bytes, from) => {
        const name = `${from.address}:${from.port}`;
        if (refusing && !clients.has(name)) return;
        if (!clients.has(name)) clients.set(name, link(from));
        clients.get(name)!.take(bytes);
      });
    });
  const port = await listen(0);

  const cut = () => {
    timers.forEach(clearTimeout);
    timers.clear();
    clients.forEach((client) => client.close());
    clients.clear();
  };
  const setEnabled = async (enabled: boolean) => {
    if (enabled === (front !== undefined)) return;
    if (enabled) return void (await listen(port));
    const closing = front!;
    front = undefined;
    cut();
    await new Promise<void>((resolve) => closing.close(resolve));
  };
  return {
    host: '127.0.0.1',
    port,
    addToxic: toxics.add,
    removeToxic: toxics.remove,
    reset: () => {
      toxics.clear();
      [hole, refusing] = [false, false];
      return setEnabled(true);
    },
    setEnabled,
    cut,
    blackHole: (on) => void (hole = on),
    refuse: (on) => void (refusing = on),
    connections: () => clients.size,
    counters: () => ({ ...count }),
    close: () => setEnabled(false),
  };
};
