import type { Finding, Show } from '@parley/roles';
import { openCast, table, until } from '@parley/staging';
import { decode } from '@parley/marshalling';
import { queueOf } from '../../exchanges';
import { openDesk, openStandAt, orderEvent } from '../../shown/stand';
import { openGround } from '../ground';
import { openReceiver } from '../receiver';
import { openSender } from '../sender';
import { setUp } from '../setup';
import { exchange } from '../topology';

const countries = ['Norway', 'Spain', 'Portugal'];
const type = 'parley.orders.v1.OrderEvent';

/** Three consumers, one of them away for a while; one that wants little; one that comes late. */
export const show: Show = {
  title: 'A queue for each consumer: each gets all, and filters for itself',
  rows: ['S29'],
  run: async ({ say, out }): Promise<Finding[]> => {
    const ground = await openGround();
    const [connect = ''] = ground.connect('setup', 0);
    const cast = openCast(out);
    const stand = await openStandAt(connect);
    try {
      await setUp({ connect: [connect], receivers: ['warehouse', 'accounts', 'archive'] });
      const start = (role: string, name: string) => cast.start('fanout', role, name, { connect });
      const publisher = await start('publisher', 'shop');
      const [warehouse, accounts] = [await start('subscriber', 'warehouse'), await start('subscriber', 'accounts')];
      const sent = await publisher.send({ count: 20 });
      await cast.until(() => [warehouse, accounts].every((one) => cast.got(one, sent).length >= 20));
      const waiting = await stand.rabbit.depth(queueOf(exchange, 'archive'));
      say(`published 20 while the archive was away: its queue holds ${waiting}.`);
      const archive = await start('subscriber', 'archive');
      await cast.until(() => cast.got(archive, sent).length >= 20);
      const late = await start('subscriber', 'latecomer');

      const desk = openDesk();
      const inNorway = { kept: 0 };
      const application = {
        ...desk.application,
        notify: async (message: (typeof desk.taken)[number]) => {
          await desk.application.notify(message);
          const { country } = decode<{ country: string }>(type, message.contentType, message.body);
          if (country === 'Norway') inNorway.kept += 1;
        },
      };
      await stand.keep(openReceiver(stand.place('norway'), application));
      const { notify } = await stand.keep(openSender(stand.place('orders')));
      for (let n = 1; n <= 12; n++) await notify!(orderEvent(n, { country: countries[n % 3] }));
      await until(() => desk.taken.length >= 12);
      await cast.quiet();

      const all = [warehouse, accounts, archive, late];
      const rows = all.map((one) => [
        one.name,
        cast.got(one, sent).length,
        one === archive ? 'away, then back' : one === late ? 'after the 20' : 'there',
      ]);
      for (const line of table(['consumer', 'of the 20', 'it was'], rows)) say(line);
      say(`\nnorway was handed ${desk.taken.length} orders more and kept ${inNorway.kept} of them.`);
      const exactly = (one: (typeof all)[number]) =>
        cast.got(one, sent).length === 20 && new Set(cast.got(one, sent)).size === 20;
      return [
        {
          says: 'each consumer has all, once',
          measured: rows
            .slice(0, 3)
            .map(([, got]) => got)
            .join(', '),
          holds: [warehouse, accounts, archive].every(exactly),
        },
        { says: 'the queue of one that is away keeps its copies', measured: `${waiting} of 20`, holds: waiting === 20 },
        {
          says: 'who comes late has none of the past',
          measured: `${cast.got(late, sent).length}`,
          holds: cast.got(late, sent).length === 0,
        },
        {
          says: 'the exchange does not filter: the receiver does',
          measured: `${desk.taken.length} handed out, ${inNorway.kept} kept`,
          holds: desk.taken.length === 12 && inNorway.kept === 4,
        },
      ];
    } finally {
      await stand.close();
      await cast.close();
      await ground.close();
    }
  },
};
