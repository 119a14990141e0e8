import type { Message as AmqpMessage } from 'amqplib';
import type { TraceHeaders } from '@parley/tracing';
import { readHeaders } from './headers';

export interface Delivery {
  messageId: string;
  type: string;
  contentType: string;
  body: Buffer;
  headers: Record<string, string>;
  /** Where it was published to. */
  exchange: string;
  routingKey: string;
  /** The queue that a reply is wanted in; '' where none is wanted. */
  replyTo: string;
  /** What the reply must carry, so that its asker knows which request it answers; '' where there is none. */
  correlationId: string;
  /** The broker has handed it out before: it may have had its effect already. */
  redelivered: boolean;
  /** 1, 2, … of the attempts made by this consumer. */
  attempt: number;
  trace: TraceHeaders;
}

const textOf = (value: unknown): string => String(value ?? '');

/** What came off the wire, in our words; what was not set is ''. */
export const deliveryOf = ({ properties, fields, content }: AmqpMessage, attempt = 1): Delivery => {
  const headers = readHeaders(properties.headers);
  return {
    messageId: textOf(properties.messageId),
    type: textOf(properties.type),
    contentType: textOf(properties.contentType),
    body: content,
    headers,
    exchange: fields.exchange,
    routingKey: fields.routingKey,
    replyTo: textOf(properties.replyTo),
    correlationId: textOf(properties.correlationId),
    redelivered: fields.redelivered,
    attempt,
    trace: { traceparent: headers.traceparent, tracestate: headers.tracestate },
  };
};
