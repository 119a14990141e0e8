import { randomUUID } from 'node:crypto';
import { Fatal } from '@parley/faults';
import type { Message } from '@parley/marshalling';
import {
  kafkaClient,
  kafkaPlace,
  type LogRecord,
  messageOf,
  openConsumer,
  openProducer,
} from '@parley/middleware/kafka';
import type { OpenReceiver } from '@parley/roles';
import { openReading } from './reading';
import { plan, resultsOf, topicOf } from './style';
import type { Happening, Pane } from './windows';

const happeningOf = ({ id, key, sender, headers, body }: Message, { timestamp }: LogRecord): Happening => ({
  id,
  key: key ?? sender,
  at: Date.parse(headers.time ?? '') || Date.parse(timestamp),
  amount: Number(headers.amount ?? body.length),
});

/** A window as a record: told twice, by a job that has started again, it has the same id and says the same. */
const recordOf = ({ key, ...pane }: Pane, topic: string) => ({
  topic,
  key,
  value: Buffer.from(JSON.stringify(pane)),
  headers: { 'ce-id': `${key}/${pane.from}/${pane.to}/${pane.revision}`, 'content-type': 'application/json' },
});

/** Opens a job: it reads the log from its beginning whenever it starts, and writes each window that is over to a topic. */
export const openReceiver: OpenReceiver = async ({ connect: [address], name, deadlineMs }, application) => {
  const { brokers, prefix } = kafkaPlace(address);
  const client = kafkaClient({ brokers, clientId: name });
  const results = await openProducer(client, { deadlineMs });
  const reading = openReading(plan);
  let closing: Promise<void> | undefined;
  // Told until it is taken, however long the broker is away: told twice it is the same.
  const tell = async (pane: Pane): Promise<void> => {
    while (!closing) {
      const error = await results.send(recordOf(pane, resultsOf(prefix))).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (!error) return;
      if (error instanceof Fatal) throw error;
    }
  };
  const take = async (record: LogRecord): Promise<void> => {
    if (reading.has(record)) return;
    const message = messageOf(record);
    await application.notify(message);
    const late = reading.late();
    const told = reading.take(record, happeningOf(message, record));
    if (reading.late() > late)
      application.refused(new Fatal(`${message.id} came too late for its window`, { reason: 'too-late' }));
    for (const pane of told) await tell(pane);
  };
  const consumer = await openConsumer(client, {
    groupId: `${prefix}.${name}.${randomUUID()}`,
    topics: [topicOf(prefix)],
    fromBeginning: true,
    commits: 'never',
    eachBatch: async (records) => {
      for (const record of records) await take(record);
    },
    onDead: (_, error) =>
      application.refused(error instanceof Fatal ? error : new Fatal('given up', { reason: 'given-up', cause: error })),
  });
  const close = async () => {
    await consumer.close();
    await results.close();
  };
  return { addresses: [], close: () => (closing ??= close()) };
};
