import { onKafka } from '@parley/brokers';
import { kafkaClient, kafkaPlace, readLog } from '@parley/middleware/kafka';
import type { Finding, Show } from '@parley/roles';
import { openCast, table } from '@parley/staging';
import { setUp } from '../setup';
import { topicOf } from '../style';

const each = 20;
const keys = ['Lisbon', 'Porto', 'Faro', 'Braga'];

/** One consumer reads as it happens, another when all is over, a third from a moment on. */
export const show: Show = {
  title: 'Published, stored, and read as it happens or afterwards',
  rows: ['S37'],
  run: async ({ say, out }): Promise<Finding[]> => {
    const ground = await onKafka()();
    const cast = openCast(out);
    try {
      const connect = ground.connect('show', 0);
      await setUp({ connect, receivers: [] });
      const live = await cast.start('stream', 'consumer', 'live', { connect });
      const producer = await cast.start('stream', 'producer', 'producer', { connect });
      const sent: string[] = [];
      const publish = async () => {
        for (const key of keys) {
          const outcomes = await producer.send({ count: each / 2, key });
          if (outcomes.some(({ ok }) => !ok)) throw new Error(`not published: ${JSON.stringify(outcomes)}`);
          sent.push(...outcomes.map(({ id }) => id));
        }
      };
      const got = (name: string) =>
        cast
          .history()
          .filter(({ event, process, style }) => event === 'delivered' && process === name && style === 'stream');
      await publish();
      await cast.until(() => got('live').length === sent.length, 15_000);
      const early = got('live').length;
      const moment = new Date();
      say(`${early} events published, and read by the consumer that was there, while the producer went on.`);
      await publish();
      await cast.until(() => got('live').length === sent.length, 15_000);
      const ms = cast
        .history()
        .flatMap((record) =>
          record.event === 'submitted' && record.style === 'stream'
            ? [
                Number(
                  BigInt(got('live').find(({ msg }) => msg.id === record.msg.id)?.mono ?? '0') - BigInt(record.mono),
                ) / 1e6,
              ]
            : [],
        );
      await producer.stop();
      await live.stop();
      say('Producer and consumer have ended. Nobody runs but the brokers.');
      const later = await cast.start('stream', 'consumer', 'later', { connect });
      await cast.until(() => got('later').length === sent.length, 15_000);
      await later.stop();
      const { brokers, prefix } = kafkaPlace(connect[0]);
      const client = kafkaClient({ brokers, clientId: 'show', log: () => undefined });
      let since = 0;
      for await (const _ of readLog(client, { topic: topicOf(prefix), from: moment })) since += 1;
      const order = (name: string, key: string) =>
        got(name)
          .filter(({ msg }) => msg.key === key)
          .map(({ msg }) => msg.id)
          .join();
      say('');
      const rows = [
        ['live', 'while it happened', got('live').length],
        ['later', 'when the producer was gone', got('later').length],
        ['since', 'from a moment on', since],
      ];
      for (const line of table(['consumer', 'read', 'events'], rows)) say(line);
      const median = ms.sort((a, b) => a - b)[Math.floor(ms.length / 2)] ?? 0;
      return [
        {
          says: 'who is there reads as it happens',
          measured: `${early} of ${sent.length / 2} before the rest was published, half of them within ${median.toFixed(0)} ms`,
          holds: early === sent.length / 2 && got('live').length === sent.length,
        },
        {
          says: 'who comes when all is over reads the same',
          measured: `${new Set(got('later').map(({ msg }) => msg.id)).size} of ${sent.length}`,
          holds: new Set(got('later').map(({ msg }) => msg.id)).size === sent.length,
        },
        {
          says: 'both in the same order, key by key',
          measured: keys.filter((key) => order('live', key) === order('later', key)).join(', '),
          holds: keys.every((key) => order('live', key) === order('later', key)),
        },
        {
          says: 'and from any moment on',
          measured: `${since} of ${sent.length / 2}`,
          holds: since === sent.length / 2,
        },
      ];
    } finally {
      await cast.close();
      await ground.close();
    }
  },
};
