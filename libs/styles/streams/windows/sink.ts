import { DatabaseSync } from '@photostructure/sqlite';
import { type Consumer, type KafkaClient, type LogRecord, openConsumer } from '@parley/middleware/kafka';

type Database = InstanceType<typeof DatabaseSync>;

export interface SinkOptions {
  /** The database's file. */
  file: string;
  groupId: string;
  topics: string[];
  /** Makes the tables, if they are not there. */
  schema: string;
  /** Writes what a record says; within a transaction. */
  write: (database: Database, record: LogRecord) => void;
  /** Told of each step when it is done; for those who want to kill it then. */
  onStep?: (step: 'written' | 'stored') => void;
}

export interface Sink {
  database: Database;
  consumer: Consumer;
  close(): Promise<void>;
}

/**
 * Brings topics into a database and goes on as they grow: each record once, also when the process is killed at any moment,
 * since rows and how far the log was read are one transaction of the database. What the group has committed is a hint
 * where to begin; the database decides.
 */
export async function openSink(client: KafkaClient, options: SinkOptions): Promise<Sink> {
  const { file, groupId, topics, schema, write, onStep } = options;
  const database = new DatabaseSync(file);
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000');
  database.exec('create table if not exists positions (place text primary key, next integer not null)');
  database.exec(schema);
  const find = database.prepare('select next from positions where place = ?');
  const move = database.prepare('insert into positions values (?, ?) on conflict do update set next = excluded.next');

  const store = (records: LogRecord[]): void => {
    const { topic, partition } = records[0]!;
    const place = `${topic}/${partition}`;
    const next = BigInt((find.get(place) as { next: number } | undefined)?.next ?? 0);
    for (const record of records) if (BigInt(record.offset) >= next) write(database, record);
    onStep?.('written');
    const after = BigInt(records.at(-1)!.offset) + 1n;
    move.run(place, Number(after > next ? after : next));
  };

  const eachBatch = async (records: LogRecord[]): Promise<void> => {
    // Immediately: a predecessor that was taken for dead may still be writing, and is waited for.
    database.exec('begin immediate');
    try {
      store(records);
      database.exec('commit');
    } catch (error) {
      database.exec('rollback');
      throw error;
    }
    onStep?.('stored');
  };

  const consumer = await openConsumer(client, {
    groupId,
    topics,
    fromBeginning: true,
    sessionTimeoutMs: 6000,
    eachBatch,
  });
  return {
    database,
    consumer,
    close: async () => {
      await consumer.close();
      database.close();
    },
  };
}
