import type { Show } from '@parley/roles';
import type { Actor } from '@parley/staging';
import { openNet } from '../../shown/net';

const each = 10;

/** The three ways to say what one wants, what each costs the network, and what peers alone do not bring. */
export const show: Show = {
  title: 'Publish/subscribe: by channel, by topic, by content, without a broker',
  rows: ['S52'],
  run: async ({ say, out }) => {
    const net = openNet(out);
    try {
      const channel = await net.subscriber('channel', { wants: 'channel=warehouse', knows: [] });
      const other = await net.subscriber('other-channel', { wants: 'channel=returns', knows: [channel] });
      const topic = await net.subscriber('topic', { wants: 'channel=warehouse&topic=stock.*', knows: [channel] });
      const content = await net.subscriber('content', {
        wants: 'channel=warehouse&quantity>5',
        knows: [channel, topic],
      });
      const publisher = await net.publisher('publisher', { wants: 'channel=warehouse', knows: [channel, other] });
      await net.connected(publisher, [channel, topic, content]);

      const ids = new Set<string>();
      for (let index = 0; index < each; index += 1) {
        const headers = { topic: index % 2 === 0 ? 'stock.low' : 'parcel.packed', quantity: String(index) };
        const [outcome] = await net.publish(publisher, { count: 1, headers });
        if (outcome?.ok) ids.add(outcome.id);
      }
      const interested = [channel, topic, content];
      await net.until(() => interested.every((one) => net.seen('received', one, ids).length === ids.size));

      const late = await net.subscriber('late', { wants: 'channel=warehouse', knows: [channel, topic] });
      await net.connected(publisher, [late]);

      const received = (member: Actor) => net.seen('received', member, ids).length;
      const delivered = (member: Actor) => net.seen('processed', member, ids).length;
      for (const member of [...interested, other, late])
        say(`${member.name.padEnd(14)} came by ${received(member)}, delivered ${delivered(member)}`);
      say('');
      say(
        'Without a broker there is nobody to store, to filter before the network, to copy or to divide: what that brings',
      );
      say('comes with the queues and the streams, whose brokers are servers that somebody runs.');

      return [
        {
          says: 'By channel: everybody on it gets everything',
          measured: `${delivered(channel)} of ${ids.size}`,
          holds: ids.size === each && delivered(channel) === each,
        },
        {
          says: 'The network itself keeps a channel apart: nothing of it comes to a peer that is on another one',
          measured: `${received(other)} came by`,
          holds: received(other) === 0,
        },
        {
          says: 'By topic: the part of a channel whose topic fits; the rest comes by as well',
          measured: `${delivered(topic)} of ${received(topic)} that came by`,
          holds: delivered(topic) === each / 2 && received(topic) === each,
        },
        {
          says: 'By content: what the message says decides, at the subscriber',
          measured: `${delivered(content)} of ${received(content)} that came by`,
          holds: delivered(content) === 4 && received(content) === each,
        },
        {
          says: 'Nothing is kept for who comes later',
          measured: `${received(late)} of ${ids.size}`,
          holds: received(late) === 0,
        },
      ];
    } finally {
      await net.close();
    }
  },
};
