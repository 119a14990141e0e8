import { encode, orderOfInvoice } from '@parley/marshalling';
import type { Batch, Finding, Show } from '@parley/roles';
import type { Actor } from '@parley/staging';
import { openNet } from '../../shown/net';

const type = 'parley.orders.v1.Order';
const states = ['accepted', 'paid', 'shipped'];

/** One state of a real order: its topic and what it is worth in headers, its country as the key. */
const message = (index: number) => {
  const order = orderOfInvoice(index);
  const headers = { topic: `orders.${states[index % states.length]}`, pence: String(order.net) };
  const body = encode(type, order).body.toString('base64');
  const batch: Batch = {
    count: 1,
    type,
    contentType: 'application/x-protobuf',
    key: String(order.country),
    headers,
    base64: body,
  };
  return { batch, headers, key: String(order.country), pence: order.net };
};
type Sent = ReturnType<typeof message>;

const wishes: { name: string; wants: string; takes: (sent: Sent) => boolean }[] = [
  { name: 'everything', wants: 'channel=orders', takes: () => true },
  { name: 'paid', wants: 'channel=orders&topic=orders.paid', takes: ({ headers }) => headers.topic === 'orders.paid' },
  { name: 'any-state', wants: 'channel=orders&topic=orders.*', takes: () => true },
  { name: 'france', wants: 'channel=orders&key=France', takes: ({ key }) => key === 'France' },
  { name: 'great', wants: 'channel=orders&pence>50000', takes: ({ pence }) => pence > 50000n },
  {
    name: 'great-paid',
    wants: 'channel=orders&topic=orders.paid&pence>50000',
    takes: ({ pence, headers }) => pence > 50000n && headers.topic === 'orders.paid',
  },
];

/** Real orders among peers; each subscriber says with a filter what it wants of them. */
export const show: Show = {
  title: 'By topic and by content: real orders, each subscriber with a filter of its own',
  rows: ['S52'],
  run: async ({ say, out }) => {
    const net = openNet(out);
    try {
      const members: Actor[] = [];
      for (const { name, wants } of wishes)
        members.push(await net.subscriber(name, { wants, knows: members.slice(-2) }));
      const publisher = await net.publisher('shop', { wants: 'channel=orders', knows: [members[0]!] });
      await net.connected(publisher, members);

      const sent: (Sent & { id: string })[] = [];
      for (let index = 0; index < 60; index += 1) {
        const one = message(index);
        const [outcome] = await net.publish(publisher, one.batch);
        if (outcome?.ok) sent.push({ ...one, id: outcome.id });
      }
      const ids = new Set(sent.map(({ id }) => id));
      await net.until(() => members.every((one) => net.seen('received', one, ids).length === ids.size));

      say(
        `${sent.length} orders published; the filter is evaluated where they arrive, so everybody forwards everything\n`,
      );
      return wishes.map(({ name, wants, takes }, index): Finding => {
        const member = members[index]!;
        const expected = new Set(sent.filter(takes).map(({ id }) => id));
        const wanted = () => net.seen('processed', member, ids).map(({ msg }) => msg.id);
        const received = net.seen('received', member, ids).length;
        const got = wanted();
        say(`${name.padEnd(12)} ${wants.padEnd(46)} came by ${received}, delivered ${got.length}`);
        return {
          says: `${name} is delivered what it wants and nothing else`,
          measured: `${got.length} of ${expected.size} wanted, of ${received} that came by`,
          holds:
            expected.size > 0 &&
            received === ids.size &&
            got.length === expected.size &&
            got.every((id) => expected.has(id)),
        };
      });
    } finally {
      await net.close();
    }
  },
};
