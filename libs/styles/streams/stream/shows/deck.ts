import { onKafka } from '@parley/brokers';
import {
  ensureTopics,
  kafkaClient,
  kafkaPlace,
  type LogRecord,
  openConsumer,
  openProducer,
  readLog,
  retentionOf,
} from '@parley/middleware/kafka';
import type { Finding, Show } from '@parley/roles';
import { partHere, startPart, table, until } from '@parley/staging';
import { startJava } from '../java';

const week = 7 * 24 * 60 * 60 * 1000;
const events = Array.from({ length: 200 }, (_, n) => `event-${n + 1}`);
/** So many that Java's client fills several batches: without a key each goes to any partition. */
const many = Array.from({ length: 8000 }, (_, n) => `event-${n + 1}`);

/** A producer of ours as a process: it says which events it was told are stored, and dies without a word. */
const hasty = async ([brokers = '', topic = '']: string[]): Promise<void> => {
  const producer = await openProducer(
    kafkaClient({ brokers: brokers.split(','), clientId: 'ours', log: () => undefined }),
  );
  const done = events.map((event) =>
    producer.send({ topic, key: event, value: Buffer.from(event) }).then(() => console.log(`stored ${event}`)),
  );
  await Promise.race(done);
  process.kill(process.pid, 'SIGKILL');
};

/** The deck's Java programs as they stand there, and ours at the same places. */
export const show: Show = {
  title: 'The deck’s Kafka programs in Java, as written, and the hardened ones beside them',
  rows: ['S55'],
  run: async ({ say }): Promise<Finding[]> => {
    const part = partHere();
    if (part) {
      await hasty(part.told);
      return [];
    }
    const ground = await onKafka()();
    try {
      const place = kafkaPlace(ground.connect('show', 0)[0]);
      const brokers = place.brokers.join();
      const client = kafkaClient({ brokers: place.brokers, clientId: 'show', log: () => undefined });
      const names = ['deck', 'deck-dies', 'ours', 'ours-dies'].map((name) => `${place.prefix}.${name}`);
      const [deckTopic = '', deckDies = '', ourTopic = '', oursDies = ''] = names;
      await ensureTopics(
        client,
        names.map((name) => ({ name, partitions: 4, retentionMs: week })),
      );
      const read = async (topic: string): Promise<LogRecord[]> => {
        const records: LogRecord[] = [];
        for await (const record of readLog(client, { topic, from: 'beginning' })) records.push(record);
        return records;
      };

      const publisher = await startJava('DeckProducer', [brokers, deckTopic, ...many]);
      const published = await publisher.exited;
      const records = await read(deckTopic);
      const [late, dying, ours] = await Promise.all([
        startJava('DeckConsumer', [brokers, deckTopic]).then(async (child) => {
          await child.exited;
          return child
            .output()
            .stderr.split('\n')
            .filter((line) => line.startsWith(`${deckTopic}/`)).length;
        }),
        startJava('DeckProducer', [brokers, deckDies, ...events], ['halt=true']).then((child) => child.exited),
        (async () => {
          const child = startPart('stream', 'deck', 'hasty', brokers, oursDies);
          await child.exited;
          return child
            .output()
            .stdout.split('\n')
            .filter((line) => line.startsWith('stored ')).length;
        })(),
      ]);
      const deckLeft = (await read(deckDies)).length;
      const ourLeft = (await read(oursDies)).length;

      const producer = await openProducer(client);
      await Promise.all(
        events.map((event) => producer.send({ topic: ourTopic, key: 'one order', value: Buffer.from(event) })),
      );
      await producer.close();
      const seen: string[] = [];
      const consumer = await openConsumer(client, {
        groupId: `${place.prefix}.ours`,
        topics: [ourTopic],
        fromBeginning: true,
        eachBatch: async (some) => void seen.push(...some.map(({ value }) => `${value}`)),
      });
      await until(() => seen.length >= events.length, 15_000);
      await consumer.close();

      const order = records.map(({ value }) => `${value}`);
      const rows = [
        ['events read, published before the subscriber came', late, seen.length],
        ['partitions that the events of one order are in', new Set(records.map(({ partition }) => partition)).size, 1],
        ['killed after it was told: lost', events.length - deckLeft, ours - Math.min(ours, ourLeft)],
      ];
      for (const line of table(['', 'the deck’s', 'ours'], rows)) say(line);
      const kept = await retentionOf(client, deckTopic);
      const warned = publisher.output().stdout + publisher.output().stderr;
      return [
        {
          says: 'the deck’s publisher runs as written, and its events are there',
          measured: `exit ${published.code}, ${records.length} of ${many.length}`,
          holds: published.code === 0 && records.length === many.length,
        },
        {
          says: 'without a key they have no order; with one ours have',
          measured: `${order.join() === many.join() ? 'in order' : 'in another order'}; ours ${seen.join() === events.join() ? 'in order' : 'not'}`,
          holds:
            records.every(({ key }) => key === '') && order.join() !== many.join() && seen.join() === events.join(),
        },
        {
          says: 'the retention that the publisher sets is nobody’s: the topic’s counts',
          measured: `10 minutes wished, retention.ms=${kept}${warned.includes('log.retention.minutes') ? ', and Kafka warns of it' : ''}`,
          holds: kept === week,
        },
        {
          says: 'the deck’s subscriber, a new group each time that polls once, finds nothing of what was there; ours all',
          measured: `${late} against ${seen.length} of ${events.length}`,
          holds: late === 0 && seen.length === events.length,
        },
        {
          says: 'send() comes back before anything is sent: who dies then has lost it; ours says when it is stored',
          measured: `${events.length - deckLeft} of ${events.length} lost (exit ${dying.code}); ours told of ${ours}, ${ourLeft} are there`,
          holds: deckLeft < events.length && ours > 0 && ourLeft >= ours,
        },
      ];
    } finally {
      await ground.close();
    }
  },
};
