import { setTimeout as pause } from 'node:timers/promises';
import { ReceiveMessageCommand, type Message as Received } from '@aws-sdk/client-sqs';
import { Fatal, kindOf } from '@parley/faults';
import { call, type AwsPlace } from '../aws';
import { backoffMs, within } from '../brokered';
import { sqsClient } from './client';
import type { SqsContent } from './envelope';
import { openHand } from './hand';
import type { SqsQueue, SqsQueueUrls } from './queues';
import { maxEntries } from './size';

export interface SqsReceiverOptions<T> extends SqsQueueUrls, Pick<SqsQueue, 'visibilityS' | 'maxReceives'> {
  /** Makes a message of what came; what it throws (Fatal) is buried. */
  decode(content: SqsContent): T;
  /** `receives`: how often it has been handed out, this time included. */
  handle(message: T, receives: number): Promise<void>;
  /** Told of what cannot be read, and of what was handed out for the last time and failed again. */
  refused(error: Fatal): void;
  /** Told once, where the service refuses for good, or the queue is not there: then nothing is asked for any more. */
  failed(error: Fatal): void;
  /** Messages in hand at a time. */
  inHand?: number;
  /** How long one question waits for a message, in s: 20 is the most that Amazon lets it. */
  waitS?: number;
  /** So long the visibility of a message is extended while its handler runs, in ms; then it is handed out again. */
  handlingMs?: number;
  /** How long `close` waits for handlers, in ms. */
  drainMs?: number;
}

/** Asked at a time: the next answer is on its way while one is being handled. */
const questions = 2;

export interface SqsReceiver {
  /** Resolves when nothing is asked for any more: it was closed, or has failed for good. Never rejects. */
  ended: Promise<void>;
  /** Asks no more, lets running handlers end, deletes what is done, gives the rest back. Twice is once. */
  close(): Promise<void>;
}

const asFatal = (error: unknown, reason: string): Fatal =>
  error instanceof Fatal ? error : new Fatal(String(error), { reason, cause: error });

/**
 * Opens a receiver: it asks by long polling, has a handler called for each message, and deletes the message when that has
 * ended well. Until then the message is hidden, and stays so while the handler runs; a receiver that dies has hidden it
 * for `visibilityS`, no longer. What the handler cannot do now is given back, and goes to the dead letters by the queue's
 * own rule after `maxReceives`; what it refuses (Fatal) goes there at once.
 */
export function openSqsReceiver<T>(place: AwsPlace, options: SqsReceiverOptions<T>): SqsReceiver {
  const { url, deadUrl, visibilityS, maxReceives, decode, handle, refused, failed } = options;
  const { inHand = 3 * maxEntries, waitS = 20, handlingMs = 60_000, drainMs = 5000 } = options;
  const client = sqsClient(place);
  const hand = openHand(client, url, deadUrl);
  const stopped = new AbortController();
  const running = new Map<Received, { work: Promise<void>; since: number }>();
  const waiting = new Set<() => void>();
  const freed = (): void => {
    for (const go of waiting) go();
    waiting.clear();
  };

  /** What a handler could not do. Resolves to whether it is done with; else it comes again. */
  const leave = async (received: Received, error: unknown): Promise<boolean> => {
    if (kindOf(error) === 'fatal') return hand.bury(received, error as Fatal).then(() => true);
    if (Number(received.Attributes?.ApproximateReceiveCount) >= maxReceives)
      refused(new Fatal(`given up after ${maxReceives} deliveries: ${String(error)}`, { reason: 'attempts' }));
    return hand.hide(received, 0).then(() => false);
  };

  const take = async (received: Received): Promise<boolean> => {
    let message: T;
    try {
      message = decode({ body: received.Body ?? '', attributes: received.MessageAttributes ?? {} });
    } catch (error) {
      refused(asFatal(error, 'undecodable'));
      return hand.bury(received, asFatal(error, 'undecodable')).then(() => true);
    }
    try {
      await handle(message, Number(received.Attributes?.ApproximateReceiveCount));
    } catch (error) {
      return leave(received, error);
    }
    return hand.remove(received).then(() => true);
  };

  const lastOf = new Map<string, Promise<boolean>>();
  /** Messages of one group come together: each is begun when the one before is done with, and given back where that is. */
  const inTurn = (received: Received): Promise<boolean> => {
    const group = received.Attributes?.MessageGroupId;
    if (group === undefined) return take(received);
    const before = lastOf.get(group) ?? Promise.resolve(true);
    const work = before
      .catch(() => false)
      .then((isDone) => (isDone ? take(received) : hand.hide(received, 0).then(() => false)));
    lastOf.set(group, work);
    const forget = (): void => void (lastOf.get(group) === work && lastOf.delete(group));
    work.then(forget, forget);
    return work;
  };

  const begin = (received: Received): void => {
    // What cannot be settled is handed out again when its time is up.
    const work = inTurn(received)
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => {
        running.delete(received);
        freed();
      });
    running.set(received, { work, since: performance.now() });
  };

  const ask = async (room: number): Promise<Received[]> => {
    const command = new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: Math.min(room, maxEntries),
      WaitTimeSeconds: waitS,
      VisibilityTimeout: visibilityS,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['ApproximateReceiveCount', 'MessageGroupId'],
    });
    const withinMs = waitS * 1000 + 5000;
    const { Messages = [] } = await call('receiving', withinMs, (how) => client.send(command, how), stopped.signal);
    return Messages;
  };

  const fail = (error: Fatal): void => {
    stopped.abort();
    freed();
    failed(error);
  };

  const poll = async (): Promise<void> => {
    for (let failures = 0; !stopped.signal.aborted;) {
      const room = inHand - running.size;
      if (room <= 0) {
        await new Promise<void>((resolve) => waiting.add(resolve));
        continue;
      }
      try {
        for (const received of await ask(room)) begin(received);
        failures = 0;
      } catch (error) {
        if (kindOf(error) === 'fatal' && !stopped.signal.aborted) fail(error as Fatal);
        failures += 1;
        await pause(backoffMs(failures), undefined, { signal: stopped.signal }).catch(() => undefined);
      }
    }
  };

  const extending = setInterval(
    () => {
      for (const [received, { since }] of running)
        if (performance.now() - since < handlingMs) hand.hide(received, visibilityS).catch(() => undefined);
    },
    (visibilityS * 1000) / 3,
  );

  const ended = Promise.all(Array.from({ length: url.endsWith('.fifo') ? 1 : questions }, poll)).then(() => undefined);
  const end = async (): Promise<void> => {
    stopped.abort();
    hand.hurry();
    freed();
    await ended;
    await within(Promise.all([...running.values()].map(({ work }) => work)), drainMs);
    clearInterval(extending);
    await within(Promise.all([...running.keys()].map((received) => hand.hide(received, 0))), 1000);
    client.destroy();
  };
  let closed: Promise<void> | undefined;
  return { ended, close: () => (closed ??= end()) };
}
