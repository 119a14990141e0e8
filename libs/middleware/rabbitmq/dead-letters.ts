import type { Channel, GetMessage, Message } from 'amqplib';
import { kindOf, OutcomeUnknown } from '@parley/faults';
import { withTrace } from '@parley/tracing';
import { readHeaders, sentHeaders } from './headers';
import { ofQueue } from './errors';
import type { Link } from './link';
import { onOwnChannel } from './own-channel';
import type { Publication, Publisher } from './publisher';

/** One dead letter as it is shown. */
export interface DeadLetter {
  messageId: string;
  type: string;
  contentType: string;
  body: Buffer;
  headers: Record<string, string>;
  /** A word for machines: `undecodable`, `attempts`, … or the broker's own: `delivery_limit`, `unroutable`. */
  reason: string;
  cause: string;
  attempts: number;
  /** ISO, UTC; '' where the broker buried it. */
  deadAt: string;
}

export interface DeadLetters {
  /** How many dead letters each of the queues has. */
  list(queues: string[]): Promise<{ queue: string; deadLetters: string; messages: number }[]>;
  /** The first `limit` dead letters of a queue; they stay. Fatal `no-queue` if it has no dead-letter queue; Retryable. */
  show(queue: string, limit: number): Promise<DeadLetter[]>;
  /**
   * Sends up to `limit` dead letters back to the queue they came from, each confirmed before it is taken off here: a
   * crash in between doubles it, and loses nothing. Resolves to how many went. Rejects Fatal (`no-queue`, `unroutable`,
   * `refused`), Retryable where none went, OutcomeUnknown where some did and then something broke.
   */
  redrive(queue: string, limit: number): Promise<number>;
}

const deadQueue = (queue: string): string => `${queue}.dead`;
const maxCause = 1000;
/** A letter goes back in some ms; many of them take their time. */
const redrivingMs = 60_000;
const ours = ['parley-reason', 'parley-cause', 'parley-attempts', 'parley-dead-at'];

const reasonOf = (error: unknown): string => {
  if (typeof error === 'object' && error !== null && 'reason' in error && typeof error.reason === 'string')
    return error.reason;
  return kindOf(error) === 'fatal' ? 'fatal' : 'attempts';
};

const publication = (message: Message, routingKey: string, headers: Record<string, unknown>) => ({
  exchange: '',
  routingKey,
  type: String(message.properties.type ?? ''),
  contentType: String(message.properties.contentType ?? ''),
  messageId: String(message.properties.messageId ?? ''),
  body: message.content,
  headers: readHeaders(headers),
});

/** Publishes a message to its dead-letter queue with why, after how many attempts and when; its own headers are kept. */
export const bury = (publisher: Publisher, queue: string, message: Message, error: unknown, attempts: number) =>
  publishOn(
    publisher,
    publication(message, deadQueue(queue), {
      ...sentHeaders(message.properties.headers),
      'parley-reason': reasonOf(error),
      'parley-cause': String(error instanceof Error ? error.message : error).slice(0, maxCause),
      'parley-attempts': String(attempts),
      'parley-dead-at': new Date().toISOString(),
    }),
  );

const publishOn = (publisher: Publisher, letter: Publication): Promise<void> =>
  withTrace(letter.headers, () => publisher.publish(letter));

// What an alternate exchange brought still names the exchange that could not place it; nobody wrote a reason on it.
const brokersReason = ({ properties, fields }: GetMessage): { reason: string; cause: string } => {
  const headers = properties.headers ?? {};
  const [death] = Array.isArray(headers['x-death']) ? headers['x-death'] : [];
  if (typeof death?.reason === 'string') return { reason: death.reason, cause: '' };
  if (fields.exchange === '') return { reason: 'unknown', cause: '' };
  return { reason: 'unroutable', cause: `no queue takes ${fields.routingKey} from exchange ${fields.exchange}` };
};

const shown = (message: GetMessage): DeadLetter => {
  const brokers = brokersReason(message);
  const { messageId, type, contentType, body, headers } = publication(message, '', message.properties.headers ?? {});
  return {
    messageId,
    type,
    contentType,
    body,
    headers,
    reason: headers['parley-reason'] ?? brokers.reason,
    cause: headers['parley-cause'] ?? brokers.cause,
    attempts: Number(headers['parley-attempts'] ?? 0),
    deadAt: headers['parley-dead-at'] ?? '',
  };
};

const without = (headers: Record<string, unknown>, names: string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));

/** How many messages wait in a queue. Rejects Fatal `no-queue` if there is none of that name, else Retryable. */
export const queueDepth = (link: Link, queue: string): Promise<number> =>
  onOwnChannel(link, (channel) => depthOn(channel, queue)).catch(ofQueue(queue));

const depthOn = async (channel: Channel, queue: string): Promise<number> =>
  (await channel.checkQueue(queue)).messageCount;

const take = async (channel: Channel, queue: string, limit: number): Promise<GetMessage[]> => {
  const taken: GetMessage[] = [];
  while (taken.length < limit) {
    const message = await channel.get(queue);
    if (!message) return taken;
    taken.push(message);
  }
  return taken;
};

export const openDeadLetters = (link: Link, publisher: Publisher): DeadLetters => ({
  list: (queues) =>
    Promise.all(
      queues.map(async (queue) => ({
        queue,
        deadLetters: deadQueue(queue),
        messages: await queueDepth(link, deadQueue(queue)),
      })),
    ),

  show: (queue, limit) =>
    onOwnChannel(link, async (channel) => {
      await depthOn(channel, deadQueue(queue));
      const taken = await take(channel, deadQueue(queue), limit);
      if (taken.length > 0) channel.nackAll(true);
      return taken.map(shown);
    }).catch(ofQueue(deadQueue(queue))),

  redrive: (queue, limit) => {
    let sent = 0;
    const work = async (channel: Channel, over: AbortSignal): Promise<number> => {
      // Not beyond what is there now: what dies again meanwhile would go round and round.
      const count = Math.min(limit, await depthOn(channel, deadQueue(queue)));
      for (const message of await take(channel, deadQueue(queue), count)) {
        over.throwIfAborted();
        const kept = without(sentHeaders(message.properties.headers), ours);
        const before = Number(kept['parley-redriven'] ?? 0);
        await publishOn(publisher, publication(message, queue, { ...kept, 'parley-redriven': String(before + 1) }));
        sent += 1;
        channel.ack(message);
      }
      return sent;
    };
    return onOwnChannel(link, work, redrivingMs).catch((error: unknown) => {
      if (sent === 0 || kindOf(error) === 'fatal') return ofQueue(deadQueue(queue))(error);
      throw new OutcomeUnknown(`${sent} went back, the last of them perhaps not for the last time`, { cause: error });
    });
  },
});
