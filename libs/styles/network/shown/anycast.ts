import { openPlaces } from '@parley/faults';
import type { Finding } from '@parley/roles';
import type { Cast } from '@parley/staging';

const places = ['lisbon', 'oslo'];

/** One address announced at two places: who answers whom, before, while and after one of them is withdrawn. */
export async function anycast(cast: Cast, say: (line: string) => void): Promise<Finding[]> {
  const network = await openPlaces(places);
  try {
    const address = `udp://${network.address}:7703`;
    const start = (role: 'server' | 'client', place: string) =>
      cast.start('anycast', role, `${role}-${place}`, {
        on: network.prefix(role, place),
        ...(role === 'server' ? { bind: address } : { connect: address }),
      });
    const servers = await Promise.all(places.map((place) => start('server', place)));
    const clients = await Promise.all(places.map((place) => start('client', place)));
    say(`\n${network.address} is announced in Lisbon and in Oslo`);
    const ask = async (when: string): Promise<string> => {
      const answered: string[] = [];
      for (const client of clients) {
        const outcomes = await client.send({ op: 'reserve', count: 1 });
        await cast.quiet();
        const by = servers.filter((server) => cast.got(server, outcomes).length === 1).map(({ name }) => name.slice(7));
        answered.push(outcomes.every(({ ok }) => ok) ? by.join('+') : 'nobody');
      }
      say(`${when.padEnd(22)} ${places.map((place, i) => `asked in ${place}: ${answered[i]}`).join('; ')}`);
      return answered.join(' ');
    };
    const both = await ask('both announced');
    await network.withdraw('lisbon');
    const one = await ask('lisbon is withdrawn');
    await network.announce('lisbon');
    const again = await ask('lisbon is back');
    return [
      {
        says: 'Anycast: the place of the client decides who answers',
        measured: both,
        holds: both === 'lisbon oslo',
      },
      { says: 'Anycast: where a place is withdrawn the other answers', measured: one, holds: one === 'oslo oslo' },
      { says: 'Anycast: announced again it answers again', measured: again, holds: again === 'lisbon oslo' },
    ];
  } finally {
    await cast.end();
    await network.close();
  }
}
