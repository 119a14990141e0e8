import type { Finding, Show } from '@parley/roles';
import { table, until } from '@parley/staging';
import { openDesk, openStandAt, orderEvent } from '../../shown/stand';
import { openGround } from '../ground';
import { subscriberTo } from '../receiver';
import { openSender } from '../sender';
import { exchange } from '../topology';

const topics = ['order.accepted', 'order.shipped', 'order.cancelled', 'stock.low'];
const each = 5;

const wanted: Record<string, string[]> = {
  shipping: ['order.accepted'],
  mail: ['order.accepted', 'order.shipped', 'order.cancelled'],
  accounts: ['order.shipped', 'order.cancelled'],
};

/** Three subscribers to topics by their names; one topic that nobody wants. */
export const show: Show = {
  title: 'By topic: a message goes to those who want its topic, by its exact name',
  rows: ['S30'],
  run: async ({ say }): Promise<Finding[]> => {
    const ground = await openGround();
    const stand = await openStandAt(ground.connect('setup', 0)[0]!);
    try {
      const desks = Object.fromEntries(Object.keys(wanted).map((name) => [name, openDesk()]));
      for (const [name, names] of Object.entries(wanted))
        await stand.keep(subscriberTo({ topics: names, patterns: [] })(stand.place(name), desks[name]!.application));
      const { notify } = await stand.keep(openSender(stand.place('orders')));
      const total = topics.length * each;
      for (let n = 0; n < total; n++) await notify!(orderEvent(n + 1, {}, { type: topics[n % topics.length] }));
      const of = (name: string, topic: string) => desks[name]!.taken.filter(({ type }) => type === topic).length;
      const got = (name: string) => desks[name]!.taken.length;
      await until(() => Object.entries(wanted).every(([name, names]) => got(name) >= names.length * each));
      const unwanted = await stand.rabbit.deadLetters.show(exchange, 100);
      const rows = topics.map((topic) => [
        topic,
        ...Object.keys(wanted).map((name) => of(name, topic)),
        unwanted.filter(({ type }) => type === topic).length,
      ]);
      for (const line of table(['topic', ...Object.keys(wanted), 'dead letter'], rows)) say(line);
      const isExact = Object.entries(wanted).every(([name, names]) =>
        topics.every((topic) => of(name, topic) === (names.includes(topic) ? each : 0)),
      );
      const inOrder = Object.values(desks).every(({ taken }) =>
        taken.every(({ seq }, index) => index === 0 || seq > taken[index - 1]!.seq),
      );
      return [
        {
          says: 'each has the topics that it wants, and no others',
          measured: Object.keys(wanted)
            .map((name) => `${name} ${got(name)}`)
            .join(', '),
          holds: isExact,
        },
        {
          says: 'in the order in which they were published, over all its topics',
          measured: inOrder ? 'no inversion' : 'out of order',
          holds: inOrder,
        },
        {
          says: 'what nobody wants is not lost: it is a dead letter that says so',
          measured: `${unwanted.length}: ${unwanted[0]?.reason}, ${unwanted[0]?.cause}`,
          holds: unwanted.length === each && unwanted.every(({ reason }) => reason === 'unroutable'),
        },
      ];
    } finally {
      await stand.close();
      await ground.close();
    }
  },
};
