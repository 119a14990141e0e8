import type { Cast } from '@parley/staging';

const group = 'udp://239.77.1.9';
/** Messages of a step, and how long a call may take, in ms. */
export const [count, deadlineMs] = [20, 1000];
export const yes = (holds: boolean) => (holds ? 'uncoupled' : 'coupled');

/** A message to a group: who is replaced, who comes late, who stands still. */
export async function byGroup(cast: Cast) {
  const first = await cast.start('multicast', 'member', 'first', { bind: `${group}:0` });
  const bind = first.address;
  const sender = await cast.start('multicast', 'sender', 'sender', { connect: bind, deadlineMs });
  const early = await sender.send({ count });
  await cast.quiet();
  const before = cast.got(first, early).length;

  await cast.end([first]);
  const second = await cast.start('multicast', 'member', 'second', { bind });
  const moved = await sender.send({ count });
  const stranger = await cast.start('multicast', 'sender', 'another-sender', { connect: bind, deadlineMs });
  const heard = await stranger.send({ count });
  await cast.quiet();
  const space = { found: cast.got(second, moved).length, heard: cast.got(second, heard).length };

  second.freeze();
  const still = await sender.send({ count });
  const returned = still.filter(({ ok }) => ok);
  const slowest = Math.max(...still.map(({ ms }) => ms));
  const whileFrozen = cast.got(second, still).length;
  second.thaw();
  await cast.quiet();
  const after = cast.got(second, still).length;
  const late = cast.got(second, early).length;
  return { before, late, space, synchronisation: { returned: returned.length, slowest, whileFrozen, after } };
}

/** The same with a call over TCP, which has a reply to wait for. */
export async function byCall(cast: Cast) {
  const bind = 'tcp://127.0.0.1:0';
  const first = await cast.start('tcp', 'server', 'first-server', { bind });
  const client = await cast.start('tcp', 'client', 'client', { connect: first.address, deadlineMs });
  const works = (await client.send({ op: 'reserve', count: 1 })).filter(({ ok }) => ok).length;
  first.freeze();
  const [frozen] = await client.send({ op: 'reserve', count: 1 });
  first.thaw();
  await cast.end([first]);
  const early = await client.send({ op: 'reserve', count: 1 });
  const second = await cast.start('tcp', 'server', 'second-server', { bind });
  const moved = await client.send({ op: 'reserve', count: 1 });
  await cast.quiet();
  return { works, frozen: frozen!, late: cast.got(second, early).length, found: cast.got(second, moved).length };
}
