import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { ensureTopics, kafkaClient, kafkaPlace } from '@parley/middleware/kafka';
import type { DeckProgram } from '@parley/roles';
import { partitions, retentionMs } from './style';

/** The deck's two topics, after the prefix of the place. */
const topicsOf = (prefix: string): string[] => ['topic0', 'topic1'].map((name) => `${prefix}.${name}`);

/** A broker of the deck's time made a topic when somebody named it. */
const named = async (brokers: string[], prefix: string): Promise<string[]> => {
  const client = kafkaClient({ brokers, clientId: 'deck', log: () => undefined });
  await ensureTopics(
    client,
    topicsOf(prefix).map((name) => ({ name, partitions, retentionMs })),
  );
  return topicsOf(prefix);
};

/** The publisher: the arguments, or a greeting, each an event without a key on the first topic. */
const producer: DeckProgram = async ({ connect: [address], ready, say, args }) => {
  const { brokers, prefix } = kafkaPlace(address);
  const [topic = ''] = await named(brokers, prefix);
  const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING });
  const publisher = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await publisher.connect();
  ready([]);
  for (const event of args.length > 0 ? args : ['Hello, world!']) {
    await publisher.send({ topic, messages: [{ value: event }] });
    say(`${topic}/${event}`);
  }
  await publisher.disconnect();
};

/** The subscriber: a new group each time, from now on; the first set of events, or none within ten seconds (or as many as it is told). */
const consumer: DeckProgram = async ({ connect: [address], ready, say, signal, args: [seconds = '10'] }) => {
  const { brokers, prefix } = kafkaPlace(address);
  const topics = await named(brokers, prefix);
  const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING });
  const subscriber = kafka.consumer({ groupId: `gid${process.hrtime.bigint()}`, maxWaitTimeInMs: 250 });
  await subscriber.connect();
  await subscriber.subscribe({ topics });
  const end = new AbortController();
  signal.addEventListener('abort', () => end.abort());
  let isReady = false;
  subscriber.on(subscriber.events.FETCH, () => {
    if (!isReady) ready([]);
    isReady = true;
  });
  await subscriber.run({
    eachBatch: async ({ batch: { topic, messages } }) => {
      for (const { value } of messages) say(`${topic}/${value}`);
      end.abort();
    },
  });
  await sleep(1000 * Number(seconds), undefined, { signal: end.signal }).catch(() => undefined);
  await subscriber.disconnect();
};

/** The deck's two programs, in its bytes. */
export const deck: Record<string, DeckProgram> = { producer, consumer };
