import { openLan, openPlaces, type Lan } from '@parley/faults';
import type { Finding, Show } from '@parley/roles';
import { openCast, table, type Actor, type Cast } from '@parley/staging';

const hosts = ['b', 'c', 'd'];
const places = ['lisbon', 'oslo', 'rome'];
const count = 5;

interface Standing {
  style: string;
  roles: [receiver: string, sender: string];
  on(host: string): string[];
  bind(host: string): string;
  sender: { on: string[]; connect: string };
}

interface Facet {
  is: string;
  to: string;
  how: string;
  /** The hosts that are meant. */
  meant: string[];
  standing: Standing;
}

const facetsOn = (lan: Lan): Facet[] => {
  const [on, mine] = [lan.prefix, lan.address('a')];
  const from = (connect: string) => ({ on: lan.prefix('a'), connect });
  const groups: Record<string, string> = { b: '239.77.1.1', c: '239.77.1.2', d: '239.77.1.1' };
  const countries: Record<string, string> = {
    b: '239.77.4.55:7704/France',
    c: '239.77.4.55:7704/Germany',
    d: '239.77.4.54:7704/Channel%20Islands',
  };
  const unicast: Standing = {
    style: 'tcp',
    roles: ['server', 'client'],
    on,
    bind: (host) => `tcp://${lan.address(host)}:5401`,
    sender: from(`tcp://${lan.address('c')}:5401`),
  };
  const broadcast: Standing = {
    style: 'broadcast',
    roles: ['receiver', 'sender'],
    on,
    bind: () => 'udp://0.0.0.0:7702',
    sender: from(`udp://${lan.broadcast}:7702`),
  };
  const multicast: Standing = {
    style: 'multicast',
    roles: ['member', 'sender'],
    on,
    bind: (host) => `udp://${groups[host]}:7701/${lan.address(host)}`,
    sender: from(`udp://239.77.1.1:7701/${mine}`),
  };
  const geocast: Standing = {
    style: 'geocast',
    roles: ['receiver', 'sender'],
    on,
    bind: (host) => `udp://${countries[host]}@${lan.address(host)}`,
    sender: from(`udp://239.77.4.55:7704/France~400km@${mine}`),
  };
  return [
    { is: 'unicast', to: '1×1', how: 'the address of c', meant: ['c'], standing: unicast },
    { is: 'broadcast', to: '1×n', how: '192.168.1.255, the network', meant: hosts, standing: broadcast },
    { is: 'multicast', to: '1×k', how: '239.77.1.1, joined by b and d', meant: ['b', 'd'], standing: multicast },
    { is: 'geocast', to: '1×k by area', how: 'France~400km, around b and d', meant: ['b', 'd'], standing: geocast },
  ];
};

const run = async (cast: Cast, names: string[], { style, roles, on, bind, sender }: Standing) => {
  const start = (host: string) => cast.start(style, roles[0], host, { on: on(host), bind: bind(host) });
  const receivers: Actor[] = await Promise.all(names.map(start));
  const from = await cast.start(style, roles[1], `${style}-sender`, sender);
  const outcomes = await from.send({ count });
  await cast.quiet();
  const got = receivers.map((one) => [one.name, cast.got(one, outcomes).length] as const);
  await cast.end([from, ...receivers]);
  return got;
};

/** The five facets of a group's communication, side by side, each from a run between hosts of its own. */
export const show: Show = {
  title: 'Unicast, broadcast, multicast, anycast, geocast: who got it, of three hosts that all listen',
  rows: ['S44'],
  run: async ({ say, out }) => {
    const findings: Finding[] = [];
    const lines: string[][] = [];
    const conclude = ({ is, to, how, meant }: Omit<Facet, 'standing'>, got: (readonly [string, number])[]) => {
      const reached = got.filter(([, messages]) => messages > 0).map(([name]) => name);
      lines.push([is, to, how, `${reached.length} of ${got.length}`, reached.join(', ')]);
      findings.push({
        says: `${is} (${to}) reaches ${meant.join(', ')} and nobody else`,
        measured: got.map(([name, messages]) => `${name} ${messages}`).join(', ') + ` of ${count} messages`,
        holds: got.every(([name, messages]) => messages === (meant.includes(name) ? count : 0)),
      });
    };
    const cast = openCast(out);
    const lan = await openLan({ hosts: ['a', ...hosts] });
    try {
      for (const { standing, ...facet } of facetsOn(lan)) conclude(facet, await run(cast, hosts, standing));
    } finally {
      await cast.end();
      await lan.close();
    }
    const network = await openPlaces(places);
    try {
      const address = `udp://${network.address}:7703`;
      const got = await run(cast, places, {
        style: 'anycast',
        roles: ['server', 'client'],
        on: (place) => network.prefix('server', place),
        bind: () => address,
        sender: { on: network.prefix('client', 'oslo'), connect: address },
      });
      conclude({ is: 'anycast', to: '1×1 of n', how: `${network.address}, near oslo`, meant: ['oslo'] }, got);
    } finally {
      await cast.close();
      await network.close();
    }
    table(['facet', 'to', 'the sender said', 'got it', 'who'], lines).forEach(say);
    return findings;
  },
};
