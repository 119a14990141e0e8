import { openNamespaces } from './namespaces';

/** A local network of hosts, each a network namespace; and, where asked for, a second one behind a router. */
export interface Lan {
  /** What is put before a command so that it runs on that host. */
  prefix(host: string): string[];
  /** That host's address, e.g. 192.168.1.1. */
  address(host: string): string;
  /** The directed broadcast address of the first network: 192.168.1.255. */
  broadcast: string;
  /** Removes it, and kills what still runs on its hosts. Twice is once. */
  close(): Promise<void>;
}

/**
 * Opens a network 192.168.1.0/24 with these hosts, joined by a bridge: they reach each other by unicast, broadcast and
 * multicast. Hosts `beyond` stand in 192.168.2.0/24, behind a router that passes unicast on and, as routers do unless
 * they are told, neither broadcast nor multicast. Up to 100 hosts each. Throws Fatal `no-namespaces`, which says what is missing.
 */
export async function openLan({ hosts, beyond = [] }: { hosts: string[]; beyond?: string[] }): Promise<Lan> {
  const spaces = await openNamespaces();
  const { add, wire, ip } = spaces;
  const addresses = new Map<string, string>();

  const segment = async (number: number, members: string[]) => {
    const bridge = `switch${number}`;
    const join = async (host: string, device: string, last: number) => {
      await wire(bridge, `port${last}`, host, device);
      await ip(bridge, `link set port${last} master br0`);
      await ip(host, `addr add 192.168.${number}.${last}/24 brd + dev ${device}`);
    };
    await add(bridge);
    // Without snooping a group's packets are on every port: the members' hosts choose.
    await ip(bridge, 'link add br0 type bridge mcast_snooping 0', 'link set br0 up');
    for (const [index, host] of members.entries()) {
      await add(host);
      await join(host, 'eth0', index + 1);
      await ip(
        host,
        `route add default via 192.168.${number}.254`,
        'route add 224.0.0.0/4 dev eth0',
        'route add 255.255.255.255/32 dev eth0',
      );
      addresses.set(host, `192.168.${number}.${index + 1}`);
    }
    return (device: string) => join('router', device, 254);
  };

  try {
    const joins = [await segment(1, hosts)];
    if (beyond.length > 0) joins.push(await segment(2, beyond));
    if (beyond.length > 0) {
      await add('router');
      for (const [index, join] of joins.entries()) await join(`eth${index}`);
      await spaces.forwards('router');
    }
  } catch (error) {
    await spaces.close();
    throw error;
  }
  return {
    prefix: spaces.prefix,
    address: (host) => addresses.get(host)!,
    broadcast: '192.168.1.255',
    close: spaces.close,
  };
}
