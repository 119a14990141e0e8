import { Fatal } from '@parley/faults';
import type { Message } from '@parley/marshalling';
import type { Sending } from './producer';
import type { LogRecord } from './records';

/** CloudEvents' names for what our messages have too, as its binding to Kafka writes them in headers. */
const own = {
  id: 'ce-id',
  sender: 'ce-source',
  type: 'ce-type',
  seq: 'ce-sequence',
  key: 'ce-partitionkey',
  contentType: 'content-type',
  version: 'ce-specversion',
} as const;
const reserved = new Set<string>(Object.values(own));

/** A message as a record: its body is the value, everything else stands in headers. Fatal `header` for one of ours. */
export const sendingOf = (message: Message, topic: string, key = message.key ?? message.sender): Sending => {
  const { id, sender, seq, type, contentType, headers, body } = message;
  const taken = Object.keys(headers).find((name) => reserved.has(name));
  if (taken) throw new Fatal(`the header ${taken} is not the application's`, { reason: 'header' });
  return {
    topic,
    key,
    value: body,
    headers: {
      ...headers,
      [own.version]: '1.0',
      [own.id]: id,
      [own.sender]: sender,
      [own.type]: type,
      [own.seq]: String(seq),
      [own.contentType]: contentType,
      ...(message.key !== undefined && { [own.key]: message.key }),
    },
  };
};

/** The reverse of `sendingOf`. The body is not copied. Throws Fatal `undecodable`. */
export const messageOf = ({ topic, partition, offset, headers, value }: LogRecord): Message => {
  const {
    [own.version]: _,
    [own.id]: id,
    [own.sender]: sender,
    [own.type]: type,
    [own.seq]: seq,
    [own.contentType]: contentType,
    [own.key]: key,
    ...others
  } = headers;
  if (
    id === undefined ||
    sender === undefined ||
    type === undefined ||
    contentType === undefined ||
    !/^\d+$/.test(seq ?? '')
  )
    throw new Fatal(
      `the record ${topic} ${partition}/${offset} is no message: id, sender, type, number or content type is missing`,
      {
        reason: 'undecodable',
      },
    );
  return {
    id,
    sender,
    type,
    contentType,
    seq: Number(seq),
    ...(key !== undefined && { key }),
    headers: others,
    body: value,
  };
};
