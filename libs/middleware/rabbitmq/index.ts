import { queuesReached, type RabbitTopology } from '@parley/topology';
import { type Consumer, type ConsumeOptions, type Handler, openConsumer } from './consumer';
import { type DeadLetters, openDeadLetters, queueDepth } from './dead-letters';
import type { Delivery } from './delivery';
import { get, type GetOptions, tryGet } from './get';
import { type Link, type Log, openLink } from './link';
import { openPublisher, type Publisher, type PublisherOptions } from './publisher';
import { openRequester, type Requester, type RequesterOptions } from './requester';
import { type Answer, respond, type RespondOptions } from './responder';

export type { Consumer, ConsumeOptions, Handler } from './consumer';
export type { DeadLetter, DeadLetters } from './dead-letters';
export type { Delivery } from './delivery';
export { messageOf, publicationOf } from './envelope';
export type { GetOptions } from './get';
export { openForwarder } from './forwarder';
export type { ForwarderOptions, Route } from './forwarder';
export type { Publication, Publisher, PublisherOptions } from './publisher';
export { directReplies } from './direct-replies';
export type { Requester, RequesterOptions } from './requester';
export type { Answer, RespondOptions } from './responder';

export interface Rabbit {
  /** A publisher with a confirm channel of its own. */
  publisher(options?: PublisherOptions): Publisher;
  /** Subscribes, now and after every break, until drained. */
  consume(options: ConsumeOptions, handler: Handler): Consumer;
  deadLetters: DeadLetters;
  /** Blocks until the queue is not empty and removes its first message. Retryable when none came in time; Fatal `no-queue`. */
  get(queue: string, options?: GetOptions): Promise<Delivery>;
  /** Removes the first message if there is one; never blocks. Fatal `no-queue`; Retryable when nobody answers in time. */
  tryGet(queue: string, options?: GetOptions): Promise<Delivery | undefined>;
  /** Asks by one queue and is answered by another. */
  requester(options: RequesterOptions): Requester;
  /** Answers requests: what `answer` returns goes to the queue that the asker named. */
  respond(options: RespondOptions, answer: Answer): Consumer;
  /** How many messages wait in a queue; those handed out and not acknowledged are not counted. */
  depth(queue: string): Promise<number>;
  /** Drains consumers, then publishers, then closes channels and connection. Every promise is settled afterwards. */
  close(): Promise<void>;
}

export interface RabbitOptions {
  url: string;
  /** Asserted at every connect, before anybody publishes or consumes. */
  topology?: RabbitTopology;
  name: string;
  /** Seconds; default 5: a dead peer is noticed within 15. */
  heartbeat?: number;
  /** For the first connect; default 30 s. */
  connectWithinMs?: number;
  log?: Log;
  /** Whether what it does is noted as evidence, in its own words; default true. Who notes for itself says no. */
  notes?: boolean;
}

const toStderr: Log = (message, detail) =>
  void process.stderr.write(`rabbitmq: ${message} ${detail ? JSON.stringify(detail) : ''}\n`);

/**
 * One connection to RabbitMQ, opened again when it breaks (within 2 s of the broker's return), with its topology,
 * publishers and consumers. Rejects Fatal when the broker refuses the credentials or the topology differs from what is
 * there; Retryable when it does not answer in time.
 */
export const connectRabbit = async (options: RabbitOptions): Promise<Rabbit> => {
  const { url, name, topology, heartbeat = 5, connectWithinMs = 30_000, log = toStderr, notes = true } = options;
  const link = await openLink({ url, name, topology, heartbeat, connectWithinMs, log, notes });
  return rabbitOn(link, topology ?? { exchanges: [], queues: [] });
};

const rabbitOn = (link: Link, topology: RabbitTopology): Rabbit => {
  const publishers: Publisher[] = [];
  const consumers: Consumer[] = [];
  const requesters: Requester[] = [];
  let closing: Promise<void> | undefined;

  const queuesOf = (exchange: string, routingKey: string): string[] => {
    if (exchange === '') return [routingKey];
    const reached = queuesReached(exchange, routingKey, topology);
    return reached.length > 0 ? reached : [`${exchange}/${routingKey}`];
  };

  const publisher = (options?: PublisherOptions): Publisher => {
    const opened = openPublisher(
      link,
      topology.exchanges.map((exchange) => exchange.name),
      queuesOf,
      options,
    );
    publishers.push(opened);
    return opened;
  };

  let own: Publisher | undefined;
  // Opened by the first dead letter; it has the shape of a publisher so that who uses it need not know.
  const burials: Publisher = {
    publish: (letter) => (own ??= publisher({ window: 64 })).publish(letter),
    drain: async () => own?.drain(),
    close: async () => own?.close(),
  };

  const consume = (options: ConsumeOptions, handler: Handler): Consumer => {
    const consumer = openConsumer(link, burials, options, handler);
    consumers.push(consumer);
    return consumer;
  };

  const close = async (): Promise<void> => {
    // First: what waits for an answer needs the consumer that brings it.
    await Promise.all(requesters.map((requester) => requester.close()));
    await Promise.all(consumers.map((consumer) => consumer.drain()));
    await Promise.all(publishers.map((each) => each.close()));
    await link.close();
  };

  return {
    publisher,
    consume,
    get: (queue, options) => get(link, queue, options),
    tryGet: (queue, options) => tryGet(link, queue, options),
    requester: (options) => {
      const requester = openRequester({ link, publisher, consume }, options);
      requesters.push(requester);
      return requester;
    },
    respond: (options, answer) =>
      respond({ publisher: publisher({ window: 1024 }), consume, log: link.log }, options, answer),
    deadLetters: openDeadLetters(link, burials),
    depth: (queue) => queueDepth(link, queue),
    close: () => (closing ??= close()),
  };
};
