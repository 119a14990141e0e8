import { type Message, Partitioners, type Producer as KafkaJSProducer, type RecordMetadata } from 'kafkajs';
import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';
import { type EvidenceEvent, evidenceOn, note } from '@parley/evidence';
import { currentTraceId, inject, span } from '@parley/tracing';
import { type KafkaClient, protocolType, retry, typed, within, withAdmin } from './client';
import { idOf, textHeaders } from './records';
import { needTopic } from './topics';

export interface Sending {
  topic: string;
  /** Decides the partition, as Java's default partitioner does (murmur2): the order is per key. */
  key: string;
  value: Buffer;
  headers?: Record<string, string>;
}

export interface Producer {
  /**
   * Resolves when all in-sync replicas have the record. Calls may overlap: records go in call order, gathered into
   * batches. When a batch fails, all that waits behind it fails as Retryable, so that what is sent again can't overtake.
   * Rejects Fatal `no-key`, `no-topic`, `header`, `too-large`; Retryable when it was never sent; OutcomeUnknown when
   * it was and no answer came within the deadline: sent again, the log may hold it twice (readers know by event id).
   */
  send(sending: Sending): Promise<{ partition: number; offset: string }>;
  /** Resolves when everything sent so far is settled. */
  drain(): Promise<void>;
  /** Drains, for as long as answers come; settles what is left; disconnects. */
  close(): Promise<void>;
}

export interface ProducerOptions {
  /** How long the first record of a batch waits for company; default 5 ms. */
  lingerMs?: number;
  /** Records a request, at most; default 500. */
  maxBatch?: number;
  /** Every send settles within this time; default 30 s. */
  deadlineMs?: number;
  /** `close` gives up when nothing is answered for so long; default 10 s. */
  closeMs?: number;
  /** Told of each produce request. */
  onRequest?: () => void;
}

interface Entry {
  sending: Sending;
  message: Message;
  since: number;
  resolve(where: { partition: number; offset: string }): void;
  reject(error: Error): void;
  sent(): void;
}

interface Connected {
  producer: KafkaJSProducer;
  kill(): void;
  /** Where the partitioner has put each message. */
  partitions: WeakMap<Message, number>;
}

/** The broker's default limit of a batch is 1 MiB, overhead included. */
const maxRecordBytes = 1_000_000;
const maxBatchBytes = 900_000;
/** Nothing was written, and nothing will be: of this record alone, where it was alone in its batch. */
const refusals = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD']);

const sizeOf = ({ key, value, headers = {} }: Sending): number =>
  Buffer.byteLength(key) +
  value.length +
  Object.entries(headers).reduce(
    (sum, [name, text]) => sum + Buffer.byteLength(name) + Buffer.byteLength(text) + 10,
    0,
  );

/** The headers of a record that may be sent as it is. Throws Fatal `no-key`, `no-value`, `header`, `too-large`. */
export const checked = (sending: Sending): Record<string, string> => {
  const { topic, key, value } = sending;
  if (typeof key !== 'string' || key === '')
    throw new Fatal(`a record for ${topic} without a key`, { reason: 'no-key' });
  if (!Buffer.isBuffer(value)) throw new Fatal(`a record for ${topic} without bytes`, { reason: 'no-value' });
  const headers = textHeaders(sending.headers);
  const size = sizeOf(sending);
  if (size > maxRecordBytes)
    throw new Fatal(`a record of ${size} bytes for ${topic}: ${maxRecordBytes} are the most`, { reason: 'too-large' });
  return headers;
};

/** An idempotent producer: acks from all replicas, one request in flight, one batch at a time, in call order. */
export const openProducer = async (client: KafkaClient, options: ProducerOptions = {}): Promise<Producer> => {
  const { lingerMs = 5, maxBatch = 500, deadlineMs = 30_000, closeMs = 5000, onRequest } = options;
  const waiting = new Set<Entry>();
  const topics = new Map<string, Promise<void>>();
  let unsettled = 0;
  let settledSoFar = 0;
  let idle: (() => void)[] = [];
  let connected: Promise<Connected> | undefined;
  let alive: Connected | undefined;
  let working = false;
  let linger: NodeJS.Timeout | undefined;
  let stopping = false;
  let closing: Promise<void> | undefined;

  const connect = async (): Promise<Connected> => {
    const { kafka, compatible, kill } = client.open();
    const partitions = new WeakMap<Message, number>();
    const producer = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      retry,
      createPartitioner: () => {
        const choose = Partitioners.DefaultPartitioner();
        return (of) => {
          const partition = choose(of);
          partitions.set(of.message, partition);
          return partition;
        };
      },
    });
    producer.on(producer.events.REQUEST, ({ payload }) => {
      if (payload.apiName === 'Produce') onRequest?.();
    });
    const opened = { producer, kill, partitions };
    alive = opened;
    try {
      await within(
        deadlineMs,
        'connecting',
        compatible().then(() => producer.connect()),
        kill,
      );
      return opened;
    } catch (error) {
      kill();
      throw typed(error, `connecting to ${client.brokers.join(',')}`);
    }
  };

  // Sequence numbers of a batch that was given up are taken back by kafkajs: the next batch would pass for a
  // repetition of the lost one and be dropped, acknowledged. A new producer has a new id.
  const discard = () => {
    alive?.kill();
    alive = undefined;
    connected = undefined;
  };

  const nextBatch = (): Entry[] => {
    const batch: Entry[] = [];
    let bytes = 0;
    for (const entry of waiting) {
      bytes += sizeOf(entry.sending);
      if (batch.length === maxBatch || (batch.length > 0 && bytes > maxBatchBytes)) break;
      batch.push(entry);
      waiting.delete(entry);
    }
    return batch;
  };

  const resolveBatch = (batch: Entry[], answer: RecordMetadata[], { partitions }: Connected): void => {
    const next = new Map(
      answer.map(({ topicName, partition, baseOffset }) => [`${topicName}/${partition}`, BigInt(baseOffset ?? -1)]),
    );
    for (const entry of batch) {
      const partition = partitions.get(entry.message) ?? -1;
      const place = `${entry.sending.topic}/${partition}`;
      const offset = next.get(place);
      if (offset === undefined || offset < 0n) {
        // When leadership moves during a retry, kafkajs can report success for a partition that it left out.
        discard();
        entry.reject(new OutcomeUnknown(`no answer for a record of ${place}`));
      } else {
        next.set(place, offset + 1n);
        entry.resolve({ partition, offset: offset.toString() });
      }
    }
  };

  const sendBatch = async (batch: Entry[]): Promise<void> => {
    const to = await (connected ??= connect());
    const byTopic = new Map<string, Message[]>();
    for (const { sending, message, sent } of batch) {
      const messages = byTopic.get(sending.topic) ?? [];
      messages.push(message);
      byTopic.set(sending.topic, messages);
      sent();
    }
    const topicMessages = [...byTopic].map(([topic, messages]) => ({ topic, messages }));
    const leftMs = Math.max(1, (batch[0]?.since ?? 0) + deadlineMs - performance.now());
    try {
      const request = to.producer.sendBatch({ acks: -1, topicMessages });
      resolveBatch(batch, await within(leftMs, `a batch of ${batch.length}`, request, to.kill), to);
    } catch (error) {
      const type = protocolType(error) ?? '';
      if (refusals.has(type)) throw new Fatal(`refused: ${type}`, { reason: 'too-large', cause: error });
      throw new OutcomeUnknown(`a batch of ${batch.length}: ${type || String(error)}`, { cause: error });
    }
  };

  const fail = (batch: Entry[], error: Error): void => {
    for (const entry of batch) entry.reject(error);
    const behind = new Retryable('not sent: the batch before it failed', { cause: error });
    for (const entry of waiting) entry.reject(behind);
    waiting.clear();
  };

  const settleBatch = async (batch: Entry[]): Promise<void> => {
    try {
      await sendBatch(batch);
    } catch (error) {
      discard();
      if (!(error instanceof Fatal)) return fail(batch, typed(error, 'sending'));
      if (batch.length === 1) return batch[0]?.reject(error);
      // One of them is refused, and took the others with it: each for itself.
      for (const entry of batch) await settleBatch([entry]);
    }
  };

  const work = async (): Promise<void> => {
    working = true;
    while (waiting.size > 0) await settleBatch(nextBatch());
    working = false;
  };

  const schedule = () => {
    if (working) return;
    if (waiting.size >= maxBatch || stopping) {
      clearTimeout(linger);
      linger = undefined;
      void work();
      return;
    }
    linger ??= setTimeout(() => {
      linger = undefined;
      if (!working) void work();
    }, lingerMs);
  };

  const topicKnown = (topic: string): Promise<void> => {
    const known = topics.get(topic);
    if (known) return known;
    const asked = withAdmin(client, `topic ${topic}`, (admin) => needTopic(admin, topic), deadlineMs);
    topics.set(topic, asked);
    asked.catch(() => topics.delete(topic));
    return asked;
  };

  const settled = () => {
    unsettled -= 1;
    settledSoFar += 1;
    if (unsettled > 0) return;
    for (const wake of idle) wake();
    idle = [];
  };

  const enqueue = async (sending: Sending, sent: () => void): Promise<{ partition: number; offset: string }> => {
    const headers = { ...checked(sending), ...inject() };
    if (stopping) throw new Retryable('the producer is closed');
    const message = { key: sending.key, value: Buffer.from(sending.value), headers };
    const since = performance.now();
    unsettled += 1;
    try {
      await topicKnown(sending.topic);
      return await new Promise((resolve, reject) => {
        waiting.add({ sending, message, since, resolve, reject, sent });
        schedule();
      });
    } finally {
      settled();
    }
  };

  const send = (sending: Sending) => {
    const { topic, key } = sending;
    const see = (event: EvidenceEvent, at?: { partition: number; offset: string }) => {
      if (!evidenceOn()) return;
      const msg = { id: idOf(sending.headers ?? {}, key), key };
      const where = at && `${at.partition}/${at.offset}`;
      note({ event, msg, style: 'kafka', hop: topic, channel: topic, trace: currentTraceId(), note: where });
    };
    const attributes = { 'messaging.operation.name': 'send', 'messaging.kafka.message.key': String(key) };
    return span(
      { name: `send ${topic}`, kind: 'producer', style: 'kafka', channel: topic, attributes },
      async (handle) => {
        see('submitted');
        const at = await enqueue(sending, () => see('sent'));
        handle.setAttribute('messaging.destination.partition.id', String(at.partition));
        handle.setAttribute('messaging.kafka.offset', at.offset);
        see('stored', at);
        see('returned');
        return at;
      },
    );
  };

  const drain = (): Promise<void> =>
    unsettled === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve));

  const close = async (): Promise<void> => {
    stopping = true;
    if (waiting.size > 0) schedule();
    for (let before = -1; unsettled > 0 && before !== settledSoFar;) {
      before = settledSoFar;
      await within(closeMs, 'closing', drain(), () => undefined).catch(() => undefined);
    }
    const last = alive;
    if (unsettled > 0) {
      discard();
      fail([], new Retryable('the producer is closed'));
    } else if (last) await within(1000, 'disconnecting', last.producer.disconnect(), last.kill).catch(() => undefined);
    last?.kill();
  };

  connected = connect();
  await connected;
  return { send, drain, close: () => (closing ??= close()) };
};
