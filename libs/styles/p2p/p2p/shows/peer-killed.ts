import type { Show } from '@parley/roles';
import type { Actor } from '@parley/staging';
import { openNet, tally } from '../../shown/net';

const each = 20;

/** Five subscribers that forward for each other; the one in the middle is killed, and the others go on. */
export const show: Show = {
  title: 'Peers forward among themselves: one in the middle is killed',
  rows: ['S52'],
  run: async ({ say, out }) => {
    const net = openNet(out);
    try {
      const s1 = await net.subscriber('s1', { knows: [] });
      const s2 = await net.subscriber('s2', { knows: [s1] });
      const s3 = await net.subscriber('s3', { knows: [s1] });
      const s4 = await net.subscriber('s4', { knows: [s2, s3] });
      const s5 = await net.subscriber('s5', { knows: [s3, s4] });
      const publisher = await net.publisher('publisher', { knows: [s1] });
      const all = [s1, s2, s3, s4, s5];
      say(
        'publisher – s1, s1 – s2, s1 – s3, s2 – s4, s3 – s4, s3 – s5, s4 – s5; the publisher knows s1 and nobody else\n',
      );
      await net.connected(publisher, all);

      const round = async (awaited: Actor[]): Promise<Set<string>> => {
        const ids = new Set((await net.publish(publisher, { count: each })).filter(({ ok }) => ok).map(({ id }) => id));
        await net.until(() => awaited.every((one) => net.seen('delivered', one, ids).length === ids.size));
        return ids;
      };
      const before = await round(all);
      await s3.kill();
      const survivors = all.filter((one) => one !== s3);
      const after = await round(survivors);

      const count = (member: Actor, ids: Set<string>) => net.seen('delivered', member, ids).length;
      for (const member of all) {
        const ways = (ids: Set<string>) => tally(net.seen('received', member, ids));
        say(
          `${member.name}: before ${count(member, before)} of ${before.size} (${ways(before)}); after s3 was killed ${count(member, after)} of ${after.size} (${ways(after)})`,
        );
      }
      const others = net.seen('received', s5, after).filter(({ note }) => note === 'via s4').length;
      const direct = [s2, s3, s4, s5].flatMap((one) => net.seen('received', one, before));
      return [
        {
          says: 'Before, every subscriber got everything',
          measured: all.map((one) => `${one.name} ${count(one, before)}`).join(', '),
          holds: before.size === each && all.every((one) => count(one, before) === each),
        },
        {
          says: 'Those that the publisher does not know got it from other subscribers, none from a broker',
          measured: tally(direct),
          holds: direct.length > 0 && direct.every(({ note }) => /^via s\d$/.test(note ?? '')),
        },
        {
          says: 'After the kill every other subscriber got everything',
          measured: survivors.map((one) => `${one.name} ${count(one, after)}`).join(', '),
          holds: after.size === each && survivors.every((one) => count(one, after) === each),
        },
        {
          says: 's5, a neighbour of the killed one, got it all from s4',
          measured: `${others} of ${after.size}`,
          holds: others === after.size,
        },
        { says: 'The killed one got nothing more', measured: `${count(s3, after)}`, holds: count(s3, after) === 0 },
      ];
    } finally {
      await net.close();
    }
  },
};
