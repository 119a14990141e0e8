import { Fatal, kindOf, OutcomeUnknown, Retryable } from '@parley/faults';

/** What does not get better by trying again: the name, the rights or the address itself are wrong. */
const hopeless = new Set(['ENOTFOUND', 'EACCES', 'EPERM', 'EINVAL', 'EADDRNOTAVAIL', 'EAFNOSUPPORT']);

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'no code');

/** A connection that did not come about: nothing was sent, so Retryable, or Fatal where the address can never work. */
export const notConnected = (address: string, cause: unknown): Retryable | Fatal => {
  const code = codeOf(cause);
  const message = `no connection to ${address}: ${code === 'no code' ? String(cause) : code}`;
  return hopeless.has(code)
    ? new Fatal(message, { reason: 'address', cause, detail: { code } })
    : new Retryable(message, { cause, detail: { code } });
};

/** Every promise that is refused because its side was closed. */
export const closedError = (): Fatal => new Fatal('it is closed', { reason: 'closed' });

/** An error as the bytes of a failure frame. */
export const encodeFailure = (error: unknown): Buffer => {
  const message = error instanceof Error ? error.message : String(error);
  const reason = error instanceof Fatal ? error.reason : undefined;
  return Buffer.from(JSON.stringify({ kind: kindOf(error), reason, message }));
};

/** The error that the other side meant, of the same class. What cannot be read is OutcomeUnknown: it did answer, but what? */
export const decodeFailure = (bytes: Buffer): Error => {
  try {
    const { kind, reason, message } = JSON.parse(bytes.toString('utf8')) as Record<string, string>;
    if (kind === 'retryable') return new Retryable(String(message));
    if (kind === 'fatal') return new Fatal(String(message), { reason });
    return new OutcomeUnknown(String(message));
  } catch (cause) {
    return new OutcomeUnknown('the other side failed, and its answer cannot be read', { cause });
  }
};
