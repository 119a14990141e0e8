import { openNamespaces } from './namespaces';

/** Places, each with a client, a server and a router; every server has the same address. */
export interface Places {
  /** What is put before a command so that it runs there. */
  prefix(host: 'client' | 'server', place: string): string[];
  /** The address that all the servers have. */
  address: string;
  /** The place's server is no longer announced: its router, and the others, know the other ways only. */
  withdraw(place: string): Promise<void>;
  announce(place: string): Promise<void>;
  /** The address of the place's client: its own, unlike the servers'. */
  client(place: string): string;
  close(): Promise<void>;
}

const shared = '10.99.0.1';

/**
 * Opens a network in which one address is announced at several places. The routers stand on one backbone, and each has a
 * way to every server, the longer the dearer: so the place that a client is in decides who answers it. Up to 50 places,
 * none of them announced yet where it is said.
 * Throws Fatal `no-namespaces`, which says what is missing.
 */
export async function openPlaces(places: string[], { announced = true } = {}): Promise<Places> {
  const spaces = await openNamespaces();
  const { add, wire, ip } = spaces;
  const at = (place: string) => places.indexOf(place) + 1;
  const name = (what: string, place: string) => `${what}-${place}`;

  const build = async (place: string) => {
    const [router, n] = [name('router', place), at(place)];
    await add(router);
    await wire('backbone', `port${n}`, router, 'wan');
    await ip('backbone', `link set port${n} master br0`);
    await ip(router, `addr add 10.0.0.${n}/24 dev wan`);
    for (const [index, what] of ['client', 'server'].entries()) {
      const host = name(what, place);
      await add(host);
      await wire(router, what, host, 'eth0');
      await ip(router, `addr add 10.${index + 1}.${n}.1/24 dev ${what}`);
      const [own, next] = [`10.${index + 1}.${n}.2/24`, `10.${index + 1}.${n}.1`];
      await ip(host, `addr add ${own} dev eth0`, `route add default via ${next}`);
    }
    await ip(name('server', place), `addr add ${shared}/32 dev lo`);
    await spaces.forwards(router);
  };

  /** The routes that say where this place's server is: at its own router, and at the others. */
  const tell = async (place: string, verb: 'add' | 'del') => {
    const changes = places.map((other) => {
      const next = other === place ? `10.2.${at(place)}.2` : `10.0.0.${at(place)}`;
      // Of two that are equally far the first in the list: no two ways may cost the same.
      const metric = 100 * (1 + Math.abs(at(place) - at(other))) + at(place);
      return ip(name('router', other), `route ${verb} ${shared}/32 via ${next} metric ${metric}`);
    });
    await Promise.all(changes);
  };

  try {
    await add('backbone');
    await ip('backbone', 'link add br0 type bridge', 'link set br0 up');
    for (const place of places) await build(place);
    for (const place of places) {
      const others = places.map(at).filter((n) => n !== at(place));
      await ip(name('router', place), ...others.map((n) => `route add 10.1.${n}.0/24 via 10.0.0.${n}`));
    }
    if (announced) for (const place of places) await tell(place, 'add');
  } catch (error) {
    await spaces.close();
    throw error;
  }
  return {
    prefix: (host, place) => spaces.prefix(name(host, place)),
    address: shared,
    withdraw: (place) => tell(place, 'del'),
    announce: (place) => tell(place, 'add'),
    client: (place) => `10.1.${at(place)}.2`,
    close: spaces.close,
  };
}
