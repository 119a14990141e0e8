import type { ConfirmChannel, Options } from 'amqplib';
import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';
import { currentTraceId, inject, span } from '@parley/tracing';
import { type EvidenceEvent, evidenceOn, note } from '@parley/evidence';
import { textHeaders } from './headers';
import { backoffMs, channelGone, closeChannel, type Link, pauseUnless } from './link';
import { onOwnChannel } from './own-channel';

export interface Publication {
  exchange: string;
  routingKey: string;
  /** Protobuf message type. */
  type: string;
  contentType: string;
  body: Buffer;
  messageId: string;
  headers?: Record<string, string>;
  /** Default true. */
  persistent?: boolean;
  /** The queue that a reply is wanted in. */
  replyTo?: string;
  /** Which request a reply answers. */
  correlationId?: string;
  /** The broker throws it away when nobody has taken it for so long, in ms. */
  expirationMs?: number;
  /** Whether nobody to route to is an error; default true. The broker knows no route to a direct reply: say false there. */
  mandatory?: boolean;
}

export interface Publisher {
  /**
   * Resolves when the broker has confirmed the message in a queue (quorum queue: stored by a majority). Rejects Fatal
   * `unroutable` (no queue is bound), `no-exchange`, `header`; Retryable when it was never sent; OutcomeUnknown when
   * it was sent and no confirm came. A broker that is short of
   * memory or disk is sent nothing more until it takes again. Calls may overlap: they leave in call order, at most `window` unconfirmed.
   */
  publish(publication: Publication): Promise<void>;
  /** Resolves when everything published so far is settled. */
  drain(): Promise<void>;
  /** Drains, for as long as confirms come; settles what is left; closes the channel. */
  close(): Promise<void>;
}

export interface PublisherOptions {
  /** Unconfirmed messages at most; default 256. */
  window?: number;
  /** Every publish settles within this time; default 30 s. */
  deadlineMs?: number;
  /** `close` gives up when nothing is confirmed for so long; default 10 s. */
  closeMs?: number;
  /**
   * When its channel breaks, what was not sent is rejected Retryable with what was, instead of going out on the next:
   * nothing overtakes what the caller sends once more. Default false.
   */
  keepsOrder?: boolean;
}

interface Entry {
  publication: Publication;
  options: Options.Publish;
  since: number;
  /** Set by the broker's return, which comes before the confirm. */
  returned?: string;
  resolve(): void;
  reject(error: Error): void;
  sent(): void;
}

const sweepMs = 500;

/** A message that goes on (to a dead-letter queue, and back) keeps the context that it was made in. */
const traced = (headers: Record<string, string>) => ('traceparent' in headers ? headers : { ...headers, ...inject() });

/** A publisher on a confirm channel of its own, opened again with the link. `queuesOf` names where a message goes. */
export const openPublisher = (
  link: Link,
  knownExchanges: Iterable<string>,
  queuesOf: (exchange: string, routingKey: string) => string[],
  { window = 256, deadlineMs = 30_000, closeMs = 10_000, keepsOrder = false }: PublisherOptions = {},
): Publisher => {
  // Insertion order is sending order; both are small or short-lived.
  const waiting = new Set<Entry>();
  const inFlight = new Set<Entry>();
  const declared = new Set(knownExchanges);
  const exchanges = new Map<string, Promise<void>>();
  const stopped = new AbortController();
  let idle: (() => void)[] = [];
  let settled = 0;
  let channel: ConfirmChannel | undefined;
  let writable = true;
  let nacked = false;
  let closing: Promise<void> | undefined;

  const checkIdle = () => {
    if (waiting.size + inFlight.size > 0) return;
    for (const wake of idle) wake();
    idle = [];
  };

  const settle = (entry: Entry, error?: Error) => {
    waiting.delete(entry);
    inFlight.delete(entry);
    settled += 1;
    if (error) entry.reject(error);
    else entry.resolve();
    checkIdle();
  };

  const confirmed = (entry: Entry, error: Error | null) => {
    const { messageId, exchange, routingKey } = entry.publication;
    const what = `message ${messageId} to ${exchange || 'the default exchange'}/${routingKey}`;
    if (entry.returned !== undefined)
      settle(entry, new Fatal(`${what} is unroutable: ${entry.returned}`, { reason: 'unroutable' }));
    else if (!error) settle(entry);
    else {
      nacked ||= error.message === 'message nacked';
      settle(entry, new OutcomeUnknown(`${what}: ${error.message}`, { cause: error }));
    }
    // A channel that has begun to nack may go on with it: a new one is the cure.
    if (nacked && inFlight.size === 0 && channel) void closeChannel(channel);
    pump();
  };

  const pump = () => {
    // What the broker would not read now stays here, and is tried again at the next sweep.
    while (channel && writable && !nacked && link.flow.blocked === undefined && inFlight.size < window) {
      const [entry] = waiting;
      if (!entry) return;
      const { exchange, routingKey, body } = entry.publication;
      try {
        // False means buffered, not refused: it goes, and the next one waits for `drain`.
        writable = channel.publish(exchange, routingKey, body, entry.options, (error) => confirmed(entry, error));
      } catch (error) {
        if (error instanceof Error && error.name === 'IllegalOperationError') return void (channel = undefined);
        settle(entry, new Fatal(`message ${entry.publication.messageId}: ${String(error)}`, { reason: 'header' }));
        continue;
      }
      waiting.delete(entry);
      inFlight.add(entry);
      entry.sent();
    }
  };

  const keepOpen = async () => {
    for (let failures = 0; !stopped.signal.aborted; failures += 1) {
      try {
        const connection = await link.connection();
        const opened = await connection.createConfirmChannel();
        opened.on('error', (error) => link.log('publisher channel closed', { error: error.message }));
        opened.on('drain', () => {
          writable = true;
          pump();
        });
        opened.on('return', ({ properties, fields }) => {
          for (const entry of inFlight) {
            const { messageId, routingKey } = entry.publication;
            if (messageId === properties.messageId && routingKey === fields.routingKey)
              entry.returned = (fields as { replyText?: string }).replyText ?? 'returned';
          }
        });
        const gone = channelGone(connection, opened);
        channel = opened;
        writable = true;
        if (!nacked) failures = 0;
        nacked = false;
        pump();
        await gone;
        if (keepsOrder)
          for (const entry of waiting)
            settle(
              entry,
              new Retryable(`message ${entry.publication.messageId}: the channel broke before it was sent`),
            );
      } catch (error) {
        if (link.closing.aborted || stopped.signal.aborted) return;
        link.log('no publisher channel', { error: String(error) });
      }
      channel = undefined;
      // What was deleted meanwhile is asked for again; what the topology declares is there again.
      exchanges.clear();
      await pauseUnless(stopped.signal, failures === 0 ? 0 : backoffMs(failures));
    }
  };

  // A publish to an exchange that is not there closes the channel, and with it fails others that are in the window.
  const needExchange = (name: string): Promise<void> => {
    const known = exchanges.get(name);
    if (known) return known;
    const checked = onOwnChannel(link, (own) => own.checkExchange(name), deadlineMs).then(
      () => undefined,
      (error) => {
        exchanges.delete(name);
        if (error?.reason !== 'not-found') throw error;
        throw new Fatal(`there is no exchange ${name}`, { reason: 'no-exchange', cause: error });
      },
    );
    exchanges.set(name, checked);
    return checked;
  };

  const enqueue = async (publication: Publication, sent: () => void): Promise<void> => {
    const { exchange, type, contentType, messageId, headers, persistent = true } = publication;
    const { replyTo, correlationId, expirationMs, mandatory = true } = publication;
    if (closing) throw new Retryable(`message ${messageId}: the publisher is closed`);
    const entry = {
      publication: { ...publication, body: Buffer.from(publication.body) },
      options: {
        type,
        contentType,
        messageId,
        persistent,
        mandatory,
        ...(replyTo !== undefined && { replyTo }),
        ...(correlationId !== undefined && { correlationId }),
        ...(expirationMs !== undefined && { expiration: String(Math.ceil(expirationMs)) }),
        timestamp: Math.floor(Date.now() / 1000),
        headers: traced(textHeaders(headers)),
      },
      since: performance.now(),
      sent,
    };
    if (exchange !== '' && !declared.has(exchange)) await needExchange(exchange);
    if (stopped.signal.aborted) throw new Retryable(`message ${messageId}: the publisher is closed`);
    await new Promise<void>((resolve, reject) => {
      waiting.add({ ...entry, resolve, reject });
      pump();
    });
  };

  const settleOverdue = (before: number) => {
    const { blocked } = link.flow;
    const why = blocked === undefined ? '' : `: the broker takes nothing now, ${blocked}`;
    for (const entry of waiting)
      if (entry.since <= before)
        settle(entry, new Retryable(`message ${entry.publication.messageId} could not be sent in time${why}`));
    for (const entry of inFlight)
      if (entry.since <= before)
        settle(entry, new OutcomeUnknown(`message ${entry.publication.messageId} was not confirmed in time`));
    pump();
  };
  const sweep = setInterval(() => settleOverdue(performance.now() - deadlineMs), sweepMs);
  // The link and its timers keep the process alive for as long as something can still happen.
  sweep.unref();

  const publish = (publication: Publication): Promise<void> => {
    const { exchange, routingKey, messageId, persistent = true, body } = publication;
    const destinations = queuesOf(exchange, routingKey);
    const see = (event: EvidenceEvent) => {
      if (!evidenceOn() || !link.notes) return;
      for (const channelName of destinations)
        note({
          event,
          msg: { id: messageId },
          style: 'rabbitmq',
          hop: channelName,
          channel: channelName,
          trace: currentTraceId(),
        });
    };
    const destination = destinations.join(',');
    return span(
      {
        name: `send ${destination}`,
        kind: 'producer',
        style: 'rabbitmq',
        channel: destination,
        attributes: {
          'messaging.operation.name': 'send',
          'messaging.message.id': messageId,
          'messaging.message.body.size': body.length,
          'messaging.rabbitmq.destination.routing_key': routingKey,
        },
      },
      async () => {
        see('submitted');
        await enqueue(publication, () => see('sent'));
        see(persistent ? 'stored' : 'accepted');
        see('returned');
      },
    );
  };

  const drain = (): Promise<void> =>
    waiting.size + inFlight.size === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve));

  const close = async (): Promise<void> => {
    for (let before = -1; waiting.size + inFlight.size > 0 && before !== settled;) {
      before = settled;
      const late = new AbortController();
      await Promise.race([drain(), pauseUnless(late.signal, closeMs)]);
      late.abort();
    }
    stopped.abort();
    settleOverdue(Infinity);
    clearInterval(sweep);
    if (channel) await closeChannel(channel);
  };

  void keepOpen();
  return { publish, drain, close: () => (closing ??= close()) };
};
