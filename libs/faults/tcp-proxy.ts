import net from 'node:net';
import type { FaultProxy, Tap, Target } from './proxy-port';
import { openLink, type Link } from './tcp-link';
import { openToxics } from './toxics';

/** A proxy in front of a TCP server, listening on 127.0.0.1. */
export const openTcp = async (
  target: Target,
  { seed = 1, tap = {} }: { seed?: number; tap?: Tap },
): Promise<FaultProxy> => {
  const links = new Set<Link>();
  const count = { accepted: 0, upstream: 0, downstream: 0, cut: 0 };
  let [hole, refusing] = [false, false];
  const toxics = openToxics('tcp', (how) => links.forEach((link) => link.changed(how)));

  const listener = net.createServer({ allowHalfOpen: true }, (client) => {
    if (refusing) return void client.on('error', () => undefined).resetAndDestroy();
    const ended = (link: Link) => void links.delete(link);
    links.add(openLink({ client, target, tap, count, held: () => hole, toxics: toxics.all, seed, ended }));
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => listener.once('error', reject).listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = listener.address() as net.AddressInfo;

  const cut = () => links.forEach((link) => link.cut());
  const blackHole = (on: boolean) => {
    hole = on;
    if (!on) links.forEach((link) => link.flush());
  };
  const refuse = (on: boolean) => void (refusing = on);
  const setEnabled = async (enabled: boolean) => {
    if (enabled === listener.listening) return;
    if (enabled) return listen(port);
    const closed = new Promise((resolve) => listener.close(resolve));
    cut();
    await closed;
  };
  const reset = () => {
    toxics.clear();
    blackHole(false);
    refuse(false);
    return setEnabled(true);
  };
  return {
    host: '127.0.0.1',
    port,
    addToxic: toxics.add,
    removeToxic: toxics.remove,
    reset,
    setEnabled,
    cut,
    blackHole,
    refuse,
    connections: () => links.size,
    counters: () => ({ ...count }),
    close: () => setEnabled(false),
  };
};
