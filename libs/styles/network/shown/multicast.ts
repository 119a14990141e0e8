import { openLan, openProxy } from '@parley/faults';
import { peerOf } from '@parley/middleware/datagram';
import type { Finding, Outcome } from '@parley/roles';
import type { Cast } from '@parley/staging';

const group = 'udp://239.77.1.1:7701';

/** A group on a network: who is a member, how far it reaches, what becomes of what a member has no room for. */
export async function multicast(cast: Cast, say: (line: string) => void): Promise<Finding[]> {
  const lan = await openLan({ hosts: ['a', 'b', 'c'], beyond: ['z'] });
  try {
    const at = (host: string) => ({ on: lan.prefix(host), bind: `${group}/${lan.address(host)}` });
    const names = ['a', 'b', 'c', 'z'];
    const members = await Promise.all(
      names.map((name) => cast.start('multicast', 'member', `${name}-member`, at(name))),
    );
    const sender = (name: string, ttl: number) =>
      cast.start('multicast', 'sender', name, { on: lan.prefix('a'), connect: `${at('a').bind}?ttl=${ttl}` });
    const senders = await Promise.all([0, 1, 32].map((ttl) => sender(`ttl-${ttl}`, ttl)));
    say(`\na, b, c and z are members of ${group}, z behind a router; a sends, never told who they are`);
    const reached: string[] = [];
    for (const [index, one] of senders.entries()) {
      const outcomes = await one.send({ count: 3 });
      await cast.quiet();
      const got = members.map((member) => cast.got(member, outcomes).length);
      reached.push(names.filter((_, i) => got[i] === 3).join(' '));
      say(`TTL ${String([0, 1, 32][index]).padEnd(3)} ${names.map((who, i) => `${who} ${got[i]}`).join('  ')}`);
    }

    const [, quick, slow] = members;
    slow!.freeze();
    const outcomes: Outcome[] = [];
    // In portions that the quick one has room for, so that what is lost is lost at the slow one.
    for (let portion = 0; portion < 60; portion += 1) {
      outcomes.push(...(await senders[1]!.send({ count: 5, sizes: [60_000] })));
      await cast.until(() => cast.got(quick!, outcomes).length === outcomes.length, 1000);
    }
    slow!.thaw();
    await cast.quiet();
    const [sent, byQuick, bySlow] = [
      outcomes.filter(({ ok }) => ok).length,
      cast.got(quick!, outcomes).length,
      cast.got(slow!, outcomes).length,
    ];
    say(`c stands still while ${sent} × 60 kB are sent: b ${byQuick}, c ${bySlow}`);
    return [
      {
        says: 'IP multicast reaches every member on the network; the sender knows the group only',
        measured: `TTL 1: ${reached[1]}`,
        holds: reached[1] === 'a b c',
      },
      {
        says: 'Local: with TTL 0 it does not leave the host',
        measured: `TTL 0: ${reached[0]}`,
        holds: reached[0] === 'a',
      },
      {
        says: 'Local: a router passes it on only where it is told to, whatever the TTL; this one is not',
        measured: `TTL 32: ${reached[2]}`,
        holds: reached[2] === 'a b c',
      },
      {
        says: 'Unreliable: what a member’s buffer has no room for is lost to that one, and the sender is not told',
        measured: `${sent} of ${outcomes.length} sends returned well; delivered: b ${byQuick}, c ${bySlow}`,
        holds: sent === outcomes.length && byQuick === sent && bySlow < sent,
      },
    ];
  } finally {
    await cast.end();
    await lan.close();
  }
}

/** How many came after a later one. */
const inversions = (ids: string[]): number => {
  const numbers = ids.map((id) => Number(id.split('-').at(-1)));
  return numbers.filter((number, index) => numbers.slice(0, index).some((earlier) => earlier > number)).length;
};

/** The same messages on loopback, which keeps the order, and on a way that does not. */
export async function unordered(cast: Cast, say: (line: string) => void): Promise<Finding[]> {
  const member = await cast.start('multicast', 'member', 'member', { bind: 'udp://239.77.1.2:0' });
  const target = peerOf(member.address);
  const proxy = await openProxy({ carrier: 'udp', target: { host: target.host, port: target.port }, seed: 4 });
  try {
    const toxic = { name: 'reorder', type: 'reorder', stream: 'upstream', toxicity: 1 } as const;
    proxy.addToxic({ ...toxic, attributes: { probability: 0.3, window: 8 } });
    const straight = await cast.start('multicast', 'sender', 'straight', { connect: member.address });
    const crooked = await cast.start('multicast', 'sender', 'crooked', { connect: `udp://127.0.0.1:${proxy.port}` });
    const count = 100;
    const onLoopback = await straight.send({ count });
    const onTheWay = await crooked.send({ count });
    const both = [onLoopback, onTheWay];
    await cast.until(() => both.every((sent) => cast.got(member, sent).length === count), 5000);
    const [calm, shaken] = both.map((sent) => inversions(cast.got(member, sent)));
    say(`${count} on loopback: ${calm} after a later one; on a way that lets some overtake: ${shaken}`);
    return [
      {
        says: 'Unordered: where the way lets one overtake another, nobody puts them back (loopback itself keeps the order)',
        measured: `${shaken} of ${count} came after a later one; without such a way ${calm}`,
        holds: calm === 0 && shaken! > 0,
      },
    ];
  } finally {
    await cast.end();
    await proxy.close();
  }
}
