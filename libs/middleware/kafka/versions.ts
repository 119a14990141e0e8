import type { Socket } from 'node:net';
import { Fatal } from '@parley/faults';

/**
 * The requests that are made here, and the last version of each that the library (kafkajs 2.2.4) can write. It chooses by a
 * broker's last version only: where a broker's first one is later, it writes what the broker no longer reads, and asks for
 * ever.
 */
export const spoken: readonly { key: number; name: string; last: number }[] = [
  { key: 0, name: 'Produce', last: 7 },
  { key: 1, name: 'Fetch', last: 11 },
  { key: 2, name: 'ListOffsets', last: 3 },
  { key: 3, name: 'Metadata', last: 6 },
  { key: 8, name: 'OffsetCommit', last: 5 },
  { key: 9, name: 'OffsetFetch', last: 4 },
  { key: 10, name: 'GroupCoordinator', last: 2 },
  { key: 11, name: 'JoinGroup', last: 5 },
  { key: 12, name: 'Heartbeat', last: 3 },
  { key: 13, name: 'LeaveGroup', last: 3 },
  { key: 14, name: 'SyncGroup', last: 3 },
  { key: 15, name: 'DescribeGroups', last: 2 },
  { key: 16, name: 'ListGroups', last: 2 },
  { key: 19, name: 'CreateTopics', last: 3 },
  { key: 20, name: 'DeleteTopics', last: 1 },
  { key: 21, name: 'DeleteRecords', last: 1 },
  { key: 22, name: 'InitProducerId', last: 1 },
  { key: 24, name: 'AddPartitionsToTxn', last: 1 },
  { key: 25, name: 'AddOffsetsToTxn', last: 1 },
  { key: 26, name: 'EndTxn', last: 1 },
  { key: 28, name: 'TxnOffsetCommit', last: 1 },
  { key: 32, name: 'DescribeConfigs', last: 2 },
  { key: 42, name: 'DeleteGroups', last: 1 },
];

/** ApiVersions, version 0, which every broker answers before anything else, a login included; no client id. */
const question = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 0, 0xff, 0xff]);

/** The first version of each request that the broker reads, by the request's key; undefined where its answer is none. */
const firstsIn = (answer: Buffer): Map<number, number> | undefined => {
  // Size, correlation id, error; then how many, and for each its key, its first version and its last.
  if (answer.length < 14 || answer.readInt16BE(8) !== 0) return undefined;
  const count = answer.readInt32BE(10);
  if (answer.length < 14 + 6 * count) return undefined;
  const at = (index: number) => 14 + 6 * index;
  return new Map(
    Array.from({ length: count }, (_, index) => [answer.readInt16BE(at(index)), answer.readInt16BE(at(index) + 2)]),
  );
};

/** Asks over a connection of its own, which it ends. Resolves with undefined where no answer comes within `ms`. */
const ask = (open: (connected: () => void) => Socket, ms: number): Promise<Map<number, number> | undefined> =>
  new Promise((resolve) => {
    let answer = Buffer.alloc(0);
    const socket = open(() => socket.write(question));
    const end = () => {
      clearTimeout(late);
      socket.destroy();
      resolve(firstsIn(answer));
    };
    const late = setTimeout(end, ms);
    socket.on('error', end).on('close', end);
    socket.on('data', (chunk: Buffer) => {
      answer = Buffer.concat([answer, chunk]);
      if (answer.length >= 4 && answer.length >= answer.readInt32BE(0) + 4) end();
    });
  });

/**
 * Asks a broker which versions it reads. Resolves with true where this client can write one of each; with false where the
 * broker did not say so within `ms`. Rejects Fatal `version` where there is one that it cannot.
 */
export const canTalk = async (
  broker: string,
  open: (connected: () => void) => Socket,
  ms: number,
): Promise<boolean> => {
  const firsts = await ask(open, ms);
  if (!firsts) return false;
  const beyond = spoken.filter(({ key, last }) => (firsts.get(key) ?? 0) > last);
  if (beyond.length === 0) return true;
  const said = beyond.map(
    ({ key, name, last }) => `${name} from version ${firsts.get(key)} on, ${last} is the last here`,
  );
  throw new Fatal(`the broker ${broker} is too new for this client: it reads ${said.join('; ')}`, {
    reason: 'version',
  });
};
