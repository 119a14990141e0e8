import net from 'node:net';

/** What passes may be looked at and changed; undefined swallows it. `cut` ends that connection. */
export interface Tap {
  toServer?(chunk: Buffer, connection: object, cut: () => void): Buffer | undefined;
  toClient?(chunk: Buffer, connection: object, cut: () => void): Buffer | undefined;
}

export interface TcpProxy {
  port: number;
  /** Resets every connection. */
  cut(): void;
  /** While on, nothing passes in either direction and nobody is told: a cable pulled out. */
  blackHole(on: boolean): void;
  /** While on, new connections are reset. */
  refuse(on: boolean): void;
  connections(): number;
  close(): Promise<void>;
}

/** A proxy in front of a broker, for tests that break the way to it and leave the broker alone. */
export const openTcpProxy = async (target: { host: string; port: number }, tap: Tap = {}): Promise<TcpProxy> => {
  const pairs = new Set<{ cut(): void }>();
  let hole = false;
  let refusing = false;

  const accept = (client: net.Socket) => {
    if (refusing) return void client.resetAndDestroy();
    const server = net.connect({ ...target, noDelay: true });
    client.setNoDelay(true);
    const pair = {
      cut: () => {
        pairs.delete(pair);
        client.resetAndDestroy();
        server.destroy();
      },
    };
    pairs.add(pair);
    const pass = (look: Tap['toServer'], to: net.Socket) => (chunk: Buffer) => {
      if (hole) return;
      const changed = look ? look(chunk, pair, pair.cut) : chunk;
      if (changed && to.writable) to.write(changed);
    };
    client.on('data', pass(tap.toServer, server));
    server.on('data', pass(tap.toClient, client));
    for (const socket of [client, server]) {
      socket.on('error', () => undefined);
      // In a black hole not even the end of a connection gets through.
      socket.on('close', () => hole || pair.cut());
    }
  };

  const listener = net.createServer(accept);
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const pair of pairs) pair.cut();
  };
  return {
    port: (listener.address() as net.AddressInfo).port,
    cut,
    blackHole: (on) => {
      hole = on;
    },
    refuse: (on) => {
      refusing = on;
    },
    connections: () => pairs.size,
    close: async () => {
      cut();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
};
