import { Fatal } from '@parley/faults';
import type { Message } from '@parley/marshalling';

/** What AMQP and STOMP have no property for; the same names on every protocol, so that each reads the others. */
const names = { sender: 'parley-sender', seq: 'parley-seq', key: 'parley-key' } as const;

/** A message as AMQP 1.0 and STOMP carry it: id, type, content type and body have places of their own. */
export interface Carried {
  id?: string;
  type?: string;
  contentType?: string;
  headers: Record<string, string>;
  body: Buffer;
}

/** No wrapper: what the protocol has no place for goes into headers. */
export const carriedOf = ({ id, sender, seq, key, type, contentType, headers, body }: Message): Required<Carried> => {
  const own = { [names.sender]: sender, [names.seq]: String(seq), ...(key !== undefined && { [names.key]: key }) };
  return { id, type, contentType, headers: { ...headers, ...own }, body };
};

/** The reverse of `carriedOf`. Throws Fatal `undecodable` on what is no message of ours. */
export const messageOf = ({ id, type = '', contentType = '', headers: all, body }: Carried): Message => {
  const { [names.sender]: sender, [names.seq]: number, [names.key]: key, ...headers } = all;
  const seq = Number(number);
  if (id === undefined || sender === undefined || !Number.isSafeInteger(seq))
    throw new Fatal('it has no id, no sender or no number', { reason: 'undecodable' });
  return { id, sender, seq, ...(key !== undefined && { key }), type, contentType, headers, body };
};
