import type { Lan } from '@parley/faults';
import type { Cast } from '@parley/staging';
import { countedAt, grown, setCable } from './layers';

const each = 20;

/** Sixty notices from host a to host b over each carrier; while the middle third is sent, the cable of b is out. */
export async function cableOut(cast: Cast, lan: Lan) {
  const open = async (carrier: 'tcp' | 'udp') => {
    const bind = `${carrier}://${lan.address('b')}:0`;
    const receiver = await cast.start(carrier, 'server', `${carrier}-b`, { on: lan.prefix('b'), bind });
    const connect = receiver.address;
    const sender = await cast.start(carrier, 'client', `${carrier}-a`, { on: lan.prefix('a'), connect });
    const outcomes: Awaited<ReturnType<typeof sender.send>> = [];
    return {
      send: async () => void outcomes.push(...(await sender.send({ count: each, pipelined: false }))),
      got: () => new Set(cast.got(receiver, outcomes)).size,
      all: () => cast.got(receiver, outcomes).length,
      roles: [sender, receiver],
    };
  };
  const [tcp, udp] = [await open('tcp'), await open('udp')];
  const before = await countedAt(lan, 'a');
  await Promise.all([tcp.send(), udp.send()]);
  await cast.until(() => tcp.got() === each && udp.got() === each);
  await setCable(lan, 'b', 'out');
  await Promise.all([tcp.send(), udp.send()]);
  await setCable(lan, 'b', 'in');
  // What comes of TCP says that the network passes packets again.
  await cast.until(() => tcp.got() === 2 * each, 20_000);
  await Promise.all([tcp.send(), udp.send()]);
  await cast.until(() => tcp.got() === 3 * each);
  await cast.quiet();
  const { tcpAgain } = grown(before, await countedAt(lan, 'a'));
  const lost = { tcp: 3 * each - tcp.got(), udp: 3 * each - udp.got() };
  const twice = tcp.all() - tcp.got();
  await cast.end([...tcp.roles, ...udp.roles]);
  return {
    tcp: { lost: lost.tcp, twice, again: tcpAgain, measured: `${lost.tcp} lost, ${tcpAgain} segments sent again` },
    udp: { lost: lost.udp, measured: `${lost.udp} lost` },
  };
}
