import { randomUUID } from 'node:crypto';
import { Subscriber as Sub } from 'zeromq';
import { Fatal } from '@parley/faults';
import { record } from './evidence';
import { syncTopic } from './publisher';
import type { Ends } from './patterns';
import { addressOf, assertCurve, boundAll, patternOptions } from './sockets';

/** Messages of one topic that a publisher sent and that did not come. */
export interface Gap {
  topic: string;
  /** The first that is missing, and how many. */
  from: bigint;
  missing: number;
}

export interface SubscriberOptions extends Ends {
  /** Prefixes of topics. */
  topics: string[];
  /** Messages that may wait here; beyond it the publisher's own queue fills, and then it drops. */
  highWaterMark?: number;
  /** Called with one message after the other; the next is taken when this has settled or `handlingMs` are over. */
  handle(topic: string, frames: Buffer[]): Promise<void>;
  handlingMs?: number;
  /** Told of messages that no publisher of ours can have sent, and of what `handle` threw. */
  refused(error: Fatal): void;
  gap?(gap: Gap): void;
}

export interface SubscriberSocket {
  addresses: string[];
  /** Resolves to true when so many publishers have heard of this subscription, to false after `withinMs`. */
  joined(publishers: number, withinMs: number): Promise<boolean>;
  stats(): { received: number; missing: number; refused: number };
  /** Takes nothing more, lets what is in hand finish, ends. */
  close(): Promise<void>;
}

const within = (ms: number, work: Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  return Promise.race([work, over]).finally(() => clearTimeout(timer));
};

const fatal = (error: unknown): Fatal =>
  error instanceof Fatal
    ? error
    : new Fatal(error instanceof Error ? error.message : String(error), { reason: 'handler-failed', cause: error });

/**
 * Opens a subscriber. What a publisher sent before it had heard of the subscription is gone; what it dropped after that,
 * as this side was too slow, is noticed by the numbers that are missing. A publisher may come later, go and come back.
 */
export async function openSubscriber(options: SubscriberOptions): Promise<SubscriberSocket> {
  const { topics, bind = [], connect = [], highWaterMark = 1000, handle, handlingMs = 5000, refused, gap } = options;
  assertCurve();
  const socket = new Sub({ ...patternOptions, linger: 0, receiveHighWaterMark: highWaterMark });
  const addresses = await boundAll(socket, bind);
  const nonce = `${syncTopic}${randomUUID()}`;
  // In this order: a publisher that answers the last has heard the others.
  socket.subscribe(...topics, nonce);
  for (const address of connect) socket.connect(addressOf(address));
  const heardBy = new Set<string>();
  const seen = new Map<string, bigint>();
  const counts = { received: 0, missing: 0, refused: 0 };
  const watching = new Set<() => void>();
  let inHand: Promise<void> = Promise.resolve();
  let closed = false;

  const refuse = (error: unknown) => {
    counts.refused += 1;
    refused(fatal(error));
  };

  const account = (topic: string, instance: Buffer, number: bigint) => {
    const key = `${instance.toString('hex')} ${topic}`;
    const before = seen.get(key);
    seen.set(key, number);
    if (before === undefined || number === before + 1n) return;
    const missing = Number(number - before - 1n);
    counts.missing += missing;
    record('dropped', topic, '', { remark: `${missing} from number ${before + 1n} on` });
    gap?.({ topic, from: before + 1n, missing });
  };

  const take = async () => {
    for await (const [topic, instance, stamp, ...frames] of socket) {
      if (closed) return;
      if (topic?.equals(Buffer.from(nonce))) {
        heardBy.add(instance?.toString('hex') ?? '');
        for (const look of watching) look();
        continue;
      }
      if (!topic || instance?.length !== 8 || stamp?.length !== 8) {
        refuse(new Fatal('no publisher of ours sent this', { reason: 'undecodable' }));
        continue;
      }
      account(topic.toString(), instance, stamp.readBigUInt64BE());
      counts.received += 1;
      const work = Promise.resolve().then(() => handle(topic.toString(), frames));
      inHand = within(handlingMs, work.catch(refuse));
      await inHand;
    }
  };
  void take();

  return {
    addresses,
    joined: (publishers, withinMs) =>
      new Promise((resolve) => {
        const end = (joined: boolean) => {
          clearTimeout(timer);
          watching.delete(look);
          resolve(joined);
        };
        const look = () => heardBy.size >= publishers && end(true);
        const timer = setTimeout(() => end(false), withinMs);
        watching.add(look);
        look();
      }),
    stats: () => ({ ...counts }),
    close: async () => {
      closed = true;
      socket.close();
      await inHand;
    },
  };
}
