import { openLan } from '@parley/faults';
import type { Finding, Outcome } from '@parley/roles';
import type { Cast } from '@parley/staging';

const [port, count] = [7702, 3];

/** A host that has loopback and nothing else. */
const alone = ['unshare', '-n', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];

const said = (outcomes: Outcome[]): string => {
  const [first] = outcomes;
  if (!first || first.ok) return 'sent';
  return `${first.kind}, ${/E[A-Z]+/.exec(first.message)?.[0] ?? first.message}`;
};

/** Directed and limited broadcast on a network, from beyond its router, and on loopback. */
export async function broadcast(cast: Cast, say: (line: string) => void): Promise<Finding[]> {
  const lan = await openLan({ hosts: ['a', 'b', 'c'], beyond: ['z'] });
  try {
    const bind = `udp://0.0.0.0:${port}`;
    const names = ['b', 'c', 'z'];
    const receivers = await Promise.all(
      names.map((name) => cast.start('broadcast', 'receiver', name, { on: lan.prefix(name), bind })),
    );
    const send = async (name: string, to: string, on = lan.prefix('a')) => {
      const sender = await cast.start('broadcast', 'sender', name, { on, connect: `udp://${to}:${port}` });
      const outcomes = await sender.send({ count });
      await cast.quiet();
      await cast.end([sender]);
      const got = receivers.map((one) => cast.got(one, outcomes).length);
      say(`to ${to.padEnd(15)} ${said(outcomes).padEnd(22)} ${names.map((who, i) => `${who} ${got[i]}`).join('  ')}`);
      return { got: got.join(' '), measured: names.map((who, i) => `${who} ${got[i]}`).join(', '), outcomes };
    };
    say('a, b and c on 192.168.1.0/24, z behind a router; a sends');
    const directed = await send('directed', lan.broadcast);
    const limited = await send('limited', '255.255.255.255');
    const unicast = await send('unicast', lan.address('z'));
    say('a host with loopback only sends');
    const refused = await send('lonely', '255.255.255.255', alone);
    const all = `${count} ${count} 0`;
    return [
      {
        says: 'Directed broadcast, 192.168.1.255: every host of that network',
        measured: directed.measured,
        holds: directed.got === all,
      },
      {
        says: 'Limited broadcast, 255.255.255.255: every host of this network',
        measured: limited.measured,
        holds: limited.got === all,
      },
      {
        says: 'The router passes on what is for z alone, and no broadcast',
        measured: unicast.measured,
        holds: unicast.got === `0 0 ${count}`,
      },
      {
        says: 'Loopback refuses the limited broadcast: it has no network to reach',
        measured: said(refused.outcomes),
        holds: refused.outcomes.every(({ ok }) => !ok),
      },
    ];
  } finally {
    await cast.end();
    await lan.close();
  }
}
