import type { Channel, ConsumeMessage } from 'amqplib';
import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';
import { inject, span } from '@parley/tracing';
import { deliveryOf } from './delivery';
import { textHeaders } from './headers';
import { channelGone, closeChannel } from './link';
import type { RequesterOptions, Returns, Surroundings, Way } from './requester';

/** The broker's own queue for replies: they come straight to the channel that asked, and are stored nowhere. */
export const directReplies = 'amq.rabbitmq.reply-to';

export const isDirect = (replyTo: string): boolean => replyTo.startsWith(`${directReplies}.`);

/**
 * By the broker's pseudo-queue `amq.rabbitmq.reply-to`: no queue is made; asked and answered on one channel, without
 * acknowledgement. When that channel goes, what it has asked gets no reply any more: OutcomeUnknown at once.
 */
export const openDirectReplies = ({ link }: Surroundings, _: RequesterOptions, { arrived, failed }: Returns): Way => {
  let current: Promise<Channel> | undefined;

  const open = async (gone: () => void): Promise<Channel> => {
    const connection = await link.connection();
    const channel = await connection.createChannel();
    channel.on('error', (error) => link.log('requester channel closed', { error: error.message }));
    channel.on('return', ({ properties, fields }) =>
      failed(new Fatal(`no queue ${fields.routingKey}`, { reason: 'unroutable' }), String(properties.correlationId)),
    );
    void channelGone(connection, channel).then(gone);
    const take = (message: ConsumeMessage | null) => message && arrived(deliveryOf(message));
    await channel.consume(directReplies, take, { noAck: true });
    return channel;
  };
  const channelFor = (): Promise<Channel> => {
    if (current) return current;
    const forget = () => {
      if (current === opening) current = undefined;
    };
    const opening: Promise<Channel> = open(() => {
      forget();
      failed(new OutcomeUnknown('the channel of the request is gone, and its reply with it'));
    });
    opening.catch(forget);
    return (current = opening);
  };

  return {
    send: async ({ exchange, routingKey, body, headers, persistent = false, expirationMs = 0, ...asked }, isWanted) => {
      const own = textHeaders(headers);
      const channel = await channelFor().catch((error: unknown) => {
        throw new Retryable('no channel for the request', { cause: error });
      });
      if (!isWanted()) return;
      const { messageId, type, contentType, replyTo, correlationId } = asked;
      await span({ name: `send ${routingKey}`, kind: 'producer', style: 'rabbitmq', channel: routingKey }, () => {
        try {
          channel.publish(exchange, routingKey, Buffer.from(body), {
            messageId,
            type,
            contentType,
            replyTo,
            correlationId,
            persistent,
            mandatory: true,
            expiration: String(Math.ceil(expirationMs)),
            headers: 'traceparent' in own ? own : { ...own, ...inject() },
          });
        } catch (error) {
          throw new Retryable('the channel closed before the request was sent', { cause: error });
        }
      });
    },
    close: async () => {
      const channel = await current?.catch(() => undefined);
      if (channel) await closeChannel(channel);
    },
  };
};
