import { v7 as uuid } from 'uuid';
import { kafkaClient, ensureTopics, type KafkaClient } from './index';
import { type Log, withAdmin } from './client';
import { openTcpProxy, type Tap, type TcpProxy } from '@parley/faults/testing';

export const brokers = (): string[] => (process.env.PARLEY_TEST_KAFKA_BROKERS ?? '').split(',');

/** A quiet client; `log` sees what it says. */
export const testClient = (addresses = brokers(), log: Log = () => undefined): KafkaClient =>
  kafkaClient({ brokers: addresses, clientId: 'test', log });

const made: string[] = [];

/** A topic of a name that nobody else uses, removed by `removeTopics`. */
export const freshTopic = async (partitions = 4): Promise<string> => {
  const name = `test.${uuid()}`;
  await ensureTopics(testClient(), [{ name, partitions, retentionMs: -1 }]);
  made.push(name);
  return name;
};

export const freshGroup = (): string => `test.${uuid()}`;

export const removeTopics = async (): Promise<void> => {
  const topics = made.splice(0);
  if (topics.length > 0) await withAdmin(testClient(), 'clean up', (admin) => admin.deleteTopics({ topics }));
};

const produce = 0;
const heartbeat = 12;
const host = '127.0.0.1';

/** A broker says in its answers where it is: the proxy puts itself there, or the client would go round it. */
const addressed = (port: number): Buffer => {
  const bytes = Buffer.alloc(host.length + 4);
  bytes.write(host);
  bytes.writeInt32BE(port, host.length);
  return bytes;
};

const replaced = (chunk: Buffer, find: Buffer, put: Buffer): Buffer => {
  for (let at = chunk.indexOf(find); at >= 0; at = chunk.indexOf(find, at + 1)) put.copy(chunk, at);
  return chunk;
};

export interface KafkaProxy extends TcpProxy {
  /** Forwards the next `count` produce requests and cuts the connection when the answer comes. */
  loseAnswers(count: number): void;
  lost(): number;
  /** The broker's next answer to a heartbeat is this error. */
  failHeartbeat(errorCode: number): void;
}

/** A proxy in front of the (single) test broker. */
export const openKafkaProxy = async (): Promise<KafkaProxy> => {
  const port = Number(brokers()[0]?.split(':')[1]);
  const awaiting = new WeakSet<object>();
  const beating = new Map<object, number>();
  let heartbeatError = 0;
  let toLose = 0;
  let lost = 0;
  let own: Buffer = Buffer.alloc(0);
  const tap: Tap = {
    toServer: (chunk, connection) => {
      // size (4), api key (2): one request in flight, so a chunk begins with its header.
      if (toLose > 0 && chunk.length > 6 && chunk.readInt16BE(4) === produce) {
        toLose -= 1;
        awaiting.add(connection);
      }
      if (chunk.length > 12 && chunk.readInt16BE(4) === heartbeat) beating.set(connection, chunk.readInt32BE(8));
      return chunk;
    },
    toClient: (chunk, connection, cut) => {
      // size (4), correlation id (4), throttle time (4), error (2)
      if (heartbeatError > 0 && chunk.length === 14 && chunk.readInt32BE(4) === beating.get(connection)) {
        chunk.writeInt16BE(heartbeatError, 12);
        heartbeatError = 0;
        return chunk;
      }
      if (!awaiting.delete(connection)) return replaced(chunk, addressed(port), own);
      lost += 1;
      cut();
      return undefined;
    },
  };
  const proxy = await openTcpProxy({ host, port }, tap);
  own = addressed(proxy.port);
  const loseAnswers = (count: number) => {
    toLose += count;
  };
  const failHeartbeat = (errorCode: number) => {
    heartbeatError = errorCode;
  };
  return { ...proxy, loseAnswers, lost: () => lost, failHeartbeat };
};
