import { Fatal } from '@parley/faults';
import { kafkaClient, kafkaPlace, type LogRecord, messageOf, openConsumer } from '@parley/middleware/kafka';
import type { OpenReceiver } from '@parley/roles';
import { groupOf, topicOf } from './style';

/** The least that a broker allows, in ms: so long a member that died keeps its partitions. */
const sessionTimeoutMs = 6000;

/** Opens a member of the group: it has a share of the partitions, and goes on where the group has committed in each. */
export const openReceiver: OpenReceiver = async ({ connect: [address], name }, application) => {
  const { brokers, prefix } = kafkaPlace(address);
  // What of a batch has been processed is not processed again with the rest of it.
  const done = new WeakSet<LogRecord>();
  const take = async (record: LogRecord): Promise<void> => {
    if (!done.has(record)) await application.notify(messageOf(record));
    done.add(record);
  };
  const { close } = await openConsumer(kafkaClient({ brokers, clientId: name }), {
    groupId: groupOf(prefix),
    topics: [topicOf(prefix)],
    fromBeginning: true,
    sessionTimeoutMs,
    eachBatch: async (records) => {
      for (const record of records) await take(record);
    },
    onDead: (_, error) =>
      application.refused(error instanceof Fatal ? error : new Fatal('given up', { reason: 'given-up', cause: error })),
  });
  return { addresses: [], close };
};
