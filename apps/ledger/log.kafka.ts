import { setTimeout as delay } from 'node:timers/promises';
import { crashPoint, kindOf } from '@parley/faults';
import {
  type Follower,
  type KafkaClient,
  type LogRecord,
  type Producer,
  followLog,
  openProducer,
  processing,
} from '@parley/middleware/kafka';
import type { Way } from '@parley/service';
import type { Operation } from './ledger.domain';
import type { Replica } from './ledger.service';
import { loggedOf, recordOf } from './operations';

const producing = { lingerMs: 1, deadlineMs: 20_000 };
/** Records that wait to be executed while the next ones are fetched, at most. */
const ahead = 4000;
const drainMs = 4000;
const retryMs = 200;

/** The way out: operations to the log, each acknowledged by all brokers that must have it. */
export function logOut(client: KafkaClient, topic: string, replica: string) {
  let producer: Producer | undefined;
  const way: Way = {
    channel: `kafka ${topic} (out)`,
    start: async () => {
      producer = await openProducer(client, producing);
    },
    close: async () => producer?.close(),
  };
  const publish = async (operationId: string, operation: Operation): Promise<void> => {
    await producer!.send({ topic, ...recordOf(operationId, replica, operation) });
    crashPoint('ledger.operation.logged');
  };
  return { way, publish };
}

/**
 * The way in: the log from where this replica stands, for ever. `recover` brings the replica to what is stored, or to a snapshot
 * where the log no longer has what comes next. Started when its place in the log is found. What can't be executed now is
 * tried again; what never can be (Fatal) ends the process.
 */
export function logIn(client: KafkaClient, topic: string, replica: Replica, recover: () => Promise<void>): Way {
  let follower: Follower | undefined;
  let next = 0;
  let executing: Promise<void> = Promise.resolve();
  let waiting = 0;
  let failing = false;
  let draining = false;

  async function executeAll(records: LogRecord[]): Promise<void> {
    const logged = records.map(loggedOf);
    while (!draining) {
      try {
        if (failing || logged[0]!.version > replica.version() + 1) await recover();
        await replica.take(logged);
        failing = false;
        return;
      } catch (error) {
        if (kindOf(error) === 'fatal') throw error;
        failing = true;
        client.log('not executed yet', { topic, version: replica.version(), error: String(error) });
        await delay(retryMs);
      }
    }
  }

  return {
    channel: `kafka ${topic}`,
    start: async () => {
      next = replica.version();
      follower = await followLog(client, {
        topic,
        next: () => BigInt(next),
        eachBatch: async (records) => {
          next = Number(records.at(-1)!.offset) + 1;
          waiting += records.length;
          // The next fetch is under way while these are executed.
          executing = executing
            .then(() => processing(topic, records, () => executeAll(records)))
            .then(() => void (waiting -= records.length));
          if (waiting > ahead) await executing;
        },
      });
      await follower.positioned;
    },
    healthy: () => !failing && (follower?.isAlive() ?? true),
    drain: async () => {
      // Whoever was promised an answer gets it: only what comes in by the log can give it.
      await replica.idle(drainMs);
      await follower?.close();
      draining = failing;
      await executing;
    },
  };
}
