import { Fatal } from '@parley/faults';
import { kafkaClient, type LogRecord, messageOf, openConsumer } from '@parley/middleware/kafka';
import type { OpenReceiver } from '@parley/roles';
import { accountOf } from './account';
import { hubOf } from './style';

/** The least that a broker allows, in ms: so long a member that died keeps its partitions. */
const sessionTimeoutMs = 6000;

/** Opens a consumer that is a group of its own, under its name: it goes on where that name has committed, or begins at the beginning. */
export const openReceiver: OpenReceiver = async ({ connect: [address], credentials: shown, name }, application) => {
  const { brokers, prefix, credentials } = accountOf(address, { shown });
  // What of a batch has been processed is not processed again with the rest of it.
  const done = new WeakSet<LogRecord>();
  const take = async (record: LogRecord): Promise<void> => {
    if (!done.has(record)) await application.notify(messageOf(record));
    done.add(record);
  };
  const { close } = await openConsumer(kafkaClient({ brokers, credentials, clientId: name }), {
    groupId: `${prefix}.${name}`,
    topics: [hubOf(prefix)],
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
