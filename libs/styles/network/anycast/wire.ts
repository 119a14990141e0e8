import { Fatal, kindOf, OutcomeUnknown, Retryable } from '@parley/faults';
import { decodeMessage, encodeMessage, type Message } from '@parley/marshalling';
import { datagramOf } from '../datagrams';

/** What a datagram is, by its first byte. An answer names its request, as many are under way at once. */
const kinds = { notice: 0x6e, request: 0x72, reply: 0x61, failure: 0x66 } as const;
export type Kind = keyof typeof kinds;

const names = new Map(Object.entries(kinds).map(([name, byte]) => [byte as number, name as Kind]));

/** One datagram: its kind, then the message. Throws Fatal `too-large`. */
export const encode = (kind: Exclude<Kind, 'failure'>, message: Message): Buffer =>
  Buffer.concat([Buffer.of(kinds[kind]), datagramOf(message)]);

/** The answer to a request that failed: the request without its body, the error in its headers. */
export const encodeFailure = (request: Message, error: unknown): Buffer => {
  const reason = error instanceof Fatal ? error.reason : '';
  const message = (error instanceof Error ? error.message : String(error)).slice(0, 1000);
  const headers = { 'in-reply-to': request.id, kind: kindOf(error), reason, message };
  return Buffer.concat([
    Buffer.of(kinds.failure),
    encodeMessage({ ...request, id: `${request.id}.failure`, headers, body: Buffer.alloc(0) }),
  ]);
};

/** The reverse. Throws Fatal `undecodable`. */
export const decode = (bytes: Buffer): { kind: Kind; message: Message } => {
  const kind = names.get(bytes[0] ?? 0);
  if (!kind) throw new Fatal('the bytes are no message: no such kind', { reason: 'undecodable' });
  return { kind, message: decodeMessage(bytes.subarray(1)) };
};

/** The error that a failure tells of, in its own class. */
export const errorOf = ({ headers: { kind, reason, message = '' } }: Message): Error => {
  if (kind === 'fatal') return new Fatal(message, { reason });
  return kind === 'retryable' ? new Retryable(message) : new OutcomeUnknown(message);
};
