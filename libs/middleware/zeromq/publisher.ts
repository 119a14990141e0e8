import { randomBytes } from 'node:crypto';
import { XPublisher } from 'zeromq';
import { Retryable } from '@parley/faults';
import { openOutbox } from './outbox';
import type { Ends, Frame } from './patterns';
import { addressOf, assertCurve, assertFits, boundAll, patternOptions } from './sockets';

/** The beginning of the topics by which subscribers ask whether they have been heard. */
export const syncTopic = '\0sync/';

export interface PublisherOptions extends Ends {
  /** Messages that may wait for one subscriber; what comes beyond is dropped for it. libzmq's default: 1000. */
  highWaterMark?: number;
  /** `drop`: the message is dropped for that subscriber and nobody told (ZeroMQ's own way). `error`: it is refused, retryable. */
  full?: 'drop' | 'error';
}

export interface Publisher {
  addresses: string[];
  /** Resolves when libzmq has taken it: nothing is known of any subscriber then. The frames are copied. */
  publish(topic: string, frames: Frame[], options: { deadlineMs: number }): Promise<void>;
  /** Subscriptions that are in force, by topic prefix. */
  subscriptions(): Map<string, number>;
  /** Resolves when so many have subscribed to this prefix; rejects with Retryable at the deadline, in ms. */
  subscribed(topic: string, count: number, options: { deadlineMs: number }): Promise<void>;
  close(): Promise<void>;
}

const copied = (frame: Frame): Buffer => (typeof frame === 'string' ? Buffer.from(frame) : Buffer.from(frame));

/**
 * Opens a publisher: an XPUB, so that it knows what is subscribed. Each message carries the publisher's instance and a
 * number of its topic, so that a subscriber can count what was dropped for it; a subscription to a `syncTopic` is
 * answered there, so that the subscriber knows that it was heard.
 */
export async function openPublisher(options: PublisherOptions): Promise<Publisher> {
  const { bind = [], connect = [], highWaterMark = 1000, full = 'drop' } = options;
  assertCurve();
  const socket = new XPublisher({
    ...patternOptions,
    sendHighWaterMark: highWaterMark,
    noDrop: full === 'error',
    verbosity: 'allSubsUnsubs',
  });
  const addresses = await boundAll(socket, bind);
  for (const address of connect) socket.connect(addressOf(address));
  const outbox = openOutbox(socket, { limit: 10_000, full: 'block' });
  const instance = randomBytes(8);
  const numbers = new Map<string, bigint>();
  const subscriptions = new Map<string, number>();
  const watching = new Set<() => void>();
  let closing: Promise<void> | undefined;

  const changed = (topic: string, by: number) => {
    const count = (subscriptions.get(topic) ?? 0) + by;
    if (count > 0) subscriptions.set(topic, count);
    else subscriptions.delete(topic);
    for (const look of watching) look();
  };

  const hear = async () => {
    for await (const [frame] of socket) {
      const sort = frame?.[0];
      if (sort !== 0 && sort !== 1) continue;
      const topic = frame!.subarray(1).toString();
      if (!topic.startsWith(syncTopic)) changed(topic, sort === 1 ? 1 : -1);
      else if (sort === 1) void outbox.send([topic, instance], { deadlineMs: 1000 }).catch(() => undefined);
    }
  };
  void hear();

  return {
    addresses,
    publish: async (topic, frames, { deadlineMs }) => {
      assertFits(frames);
      const number = (numbers.get(topic) ?? 0n) + 1n;
      const stamp = Buffer.alloc(8);
      stamp.writeBigUInt64BE(number);
      numbers.set(topic, number);
      return outbox.send([topic, instance, stamp, ...frames.map(copied)], { deadlineMs });
    },
    subscriptions: () => new Map(subscriptions),
    subscribed: (topic, count, { deadlineMs }) =>
      new Promise((resolve, reject) => {
        const end = (settle: () => void) => {
          clearTimeout(timer);
          watching.delete(look);
          settle();
        };
        const look = () => (subscriptions.get(topic) ?? 0) >= count && end(resolve);
        const timer = setTimeout(() => {
          const there = subscriptions.get(topic) ?? 0;
          end(() =>
            reject(new Retryable(`${there} of ${count} subscribers to ${JSON.stringify(topic)} by the deadline`)),
          );
        }, deadlineMs);
        watching.add(look);
        look();
      }),
    close: () => (closing ??= outbox.close().then(() => socket.close())),
  };
}
