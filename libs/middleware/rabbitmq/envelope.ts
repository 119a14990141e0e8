import { Fatal } from '@parley/faults';
import type { Message } from '@parley/marshalling';
import type { Delivery } from './delivery';
import type { Publication } from './publisher';

/** What AMQP 0-9-1 has no property for. */
const names = { sender: 'parley-sender', seq: 'parley-seq', key: 'parley-key' } as const;

/** What the broker puts into the headers of a message that it hands out again, or buries. */
const isBrokers = (name: string): boolean =>
  ['x-death', 'x-delivery-count'].includes(name) || /^x-(first|last)-death-/.test(name);

/** A message as AMQP carries it: id, type and content type are properties of the protocol, the rest are headers; no wrapper. */
export const publicationOf = (
  message: Message,
): Pick<Publication, 'messageId' | 'type' | 'contentType' | 'headers' | 'body'> => {
  const { id, sender, seq, key, type, contentType, headers, body } = message;
  const own = { [names.sender]: sender, [names.seq]: String(seq), ...(key !== undefined && { [names.key]: key }) };
  return { messageId: id, type, contentType, headers: { ...headers, ...own }, body };
};

/** The reverse of `publicationOf`. Throws Fatal `undecodable` on what is no message of ours. */
export const messageOf = ({ messageId: id, type, contentType, headers: all, body }: Delivery): Message => {
  const { [names.sender]: sender, [names.seq]: number, [names.key]: key, ...others } = all;
  const seq = Number(number);
  if (id === '' || sender === undefined || !Number.isSafeInteger(seq))
    throw new Fatal('it has no id, no sender or no number', { reason: 'undecodable' });
  const headers = Object.fromEntries(Object.entries(others).filter(([name]) => !isBrokers(name)));
  return { id, sender, seq, ...(key !== undefined && { key }), type, contentType, headers, body };
};
