import { decode } from '@parley/marshalling';
import type { Finding, Show } from '@parley/roles';
import { openCast, table, until } from '@parley/staging';
import { declaring } from '../../declared';
import { openDesk, openStandAt, orderEvent } from '../../shown/stand';
import { openGround } from '../ground';
import { subscriberBy } from '../receiver';
import { editRules } from '../repository';
import type { Edit, Rule } from '../rules';
import { openSender } from '../sender';
import { intake, repository, topologyOf } from '../topology';

const type = 'parley.orders.v1.OrderEvent';
const formats = { partner: 'application/xml', web: 'application/json', books: 'application/x-protobuf' } as const;
const subscribers = Object.keys(formats) as (keyof typeof formats)[];
const ruleOf = (name: string): Rule => ({
  id: name,
  topic: 'parley.orders.#',
  where: [],
  to: name,
  as: formats[name as keyof typeof formats],
});

/** A matcher and one that stands by; three subscribers with formats of their own; rules that are changed meanwhile. */
export const show: Show = {
  title: 'A message broker: rules say who gets what, each in its own format, and are edited while it runs',
  rows: ['S25'],
  run: async ({ say, out }): Promise<Finding[]> => {
    const ground = await openGround();
    const [connect = ''] = ground.connect('setup', 0);
    const cast = openCast(out);
    const stand = await openStandAt(connect);
    try {
      await declaring(topologyOf(subscribers))({ connect: [connect], receivers: [] });
      const matchers = [];
      for (const name of ['matcher-1', 'matcher-2'])
        matchers.push(await cast.start('broker', 'matcher', name, { connect }));
      const desks = Object.fromEntries(subscribers.map((name) => [name, openDesk()]));
      for (const name of subscribers)
        await stand.keep(subscriberBy(ruleOf)(stand.place(name), desks[name]!.application));
      const { notify } = await stand.keep(openSender(stand.place('orders')));
      const publisher = stand.rabbit.publisher();
      const isRead = () => until(async () => (await stand.rabbit.depth(repository)) === 0);
      const edit = (one: unknown) => editRules(publisher, one as Edit).then(isRead);
      const taken = (name: string) => desks[name]!.taken;
      const counts = () => subscribers.map((name) => taken(name).length);
      const total = (sum: number) => until(() => counts().reduce((all, one) => all + one, 0) >= sum);
      let seq = 0;
      const publish = async (country: string, gross: number) => {
        await notify!(orderEvent((seq += 1), { orderId: `${seq}`, country, gross }));
      };

      await isRead();
      for (let n = 0; n < 4; n++) await publish(n % 2 === 0 ? 'Norway' : 'Spain', 100 * n);
      await total(12);
      const rows = subscribers.map((name) => {
        const [{ contentType, body }] = taken(name) as [ReturnType<typeof orderEvent>];
        return [
          name,
          contentType,
          body.length,
          body
            .toString('latin1')
            .replace(/[^ -~]/g, '·')
            .slice(0, 48),
        ];
      });
      for (const line of table(['subscriber', 'its format', 'bytes', 'what it was handed'], rows)) say(line);
      const valuesOf = (name: string) =>
        taken(name).map(({ contentType, body }) => JSON.stringify(decode(type, contentType, body)));
      const isSame = subscribers.every((name) => valuesOf(name).join() === valuesOf('web').join());
      const isOwn = subscribers.every((name) => taken(name).every(({ contentType }) => contentType === formats[name]));

      await edit({ put: { ...ruleOf('partner'), where: [{ path: 'country', is: 'Norway' }], as: 'application/avro' } });
      await edit({ remove: 'books' });
      say('\nedited while it runs: the partner has orders from Norway only, and reads Avro now; books is taken out.');
      const before = counts();
      for (const country of ['Norway', 'Spain', 'Norway', 'Spain']) await publish(country, 50);
      await total(before.reduce((all, one) => all + one, 0) + 6);
      const after = counts().map((count, index) => count - before[index]!);
      say(`of four orders more: ${subscribers.map((name, index) => `${name} ${after[index]}`).join(', ')}`);

      await editRules(publisher, { put: { ...ruleOf('web'), as: 'application/pdf' } } as unknown as Edit);
      await until(async () => (await stand.rabbit.depth(`${repository}.dead`)) === 1);
      const [invalid] = await stand.rabbit.deadLetters.show(repository, 1);
      await matchers[0]!.kill();
      await publish('Norway', 1);
      await total(12 + 6 + 2);
      say('the matcher was killed: the one that stood by has all the rules, and goes on.');
      await edit({ remove: 'web' });
      await publish('Spain', 1);
      await until(async () => (await stand.rabbit.depth(`${intake}.dead`)) === 1);
      const [unmatched] = await stand.rabbit.deadLetters.show(intake, 1);
      return [
        {
          says: 'each subscriber is handed its own format',
          measured: rows.map(([name, format]) => `${name} ${format}`).join(', '),
          holds: isOwn,
        },
        { says: 'and the same values', measured: `${isSame}`, holds: isSame },
        {
          says: 'an edit holds from then on, nothing is started anew',
          measured: after.join(', '),
          holds: after.join() === '2,4,0',
        },
        {
          says: 'an edit that is no rule is a dead letter, and the old rule holds',
          measured: `${invalid?.reason}: ${invalid?.cause}`,
          holds: invalid?.reason === 'invalid-rule',
        },
        {
          says: 'the rules outlive the matcher',
          measured: `${counts().join(', ')} in all`,
          holds: counts().join() === '7,9,4',
        },
        {
          says: 'what no rule fits is a dead letter',
          measured: `${unmatched?.messageId}: ${unmatched?.reason}`,
          holds: unmatched?.reason === 'no-rule',
        },
      ];
    } finally {
      await stand.close();
      await cast.close();
      await ground.close();
    }
  },
};
