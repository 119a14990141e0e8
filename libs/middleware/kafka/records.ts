import type { IHeaders, KafkaMessage } from 'kafkajs';
import { Fatal } from '@parley/faults';

export interface LogRecord {
  topic: string;
  partition: number;
  /** A 64-bit number in decimal digits. */
  offset: string;
  key: string;
  value: Buffer;
  headers: Record<string, string>;
  /** Of the record, as its producer said: ISO, UTC. */
  timestamp: string;
}

/**
 * A copy of the headers as they may go: text only. kafkajs throws from within `send`, for the whole batch, on what is
 * neither text nor bytes: it is refused before (Fatal `header`).
 */
export const textHeaders = (headers: Record<string, string> = {}): Record<string, string> => {
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string') continue;
    throw new Fatal(`header ${name} is no text but ${value === null ? 'null' : typeof value}`, {
      reason: 'header',
      detail: { header: name },
    });
  }
  return { ...headers };
};

const textOf = (value: Buffer | string | (Buffer | string)[] | undefined): string =>
  Array.isArray(value) ? textOf(value.at(-1)) : (value?.toString('utf8') ?? '');

/** Kafka keeps bytes, and a name may come twice: the last one counts. */
const readHeaders = (headers: IHeaders = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, textOf(value)]));

/** A fetched message as our record. A tombstone has an empty value. */
export const recordOf = (topic: string, partition: number, message: KafkaMessage): LogRecord => ({
  topic,
  partition,
  offset: message.offset,
  key: message.key?.toString('utf8') ?? '',
  value: message.value ?? Buffer.alloc(0),
  headers: readHeaders(message.headers),
  timestamp: new Date(Number(message.timestamp)).toISOString(),
});

/** The id of the event where it has one: what evidence and readers know it by. */
export const idOf = (headers: Record<string, string>, otherwise: string): string => headers['ce-id'] ?? otherwise;
