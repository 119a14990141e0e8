import { Fatal, kindOf, OutcomeUnknown, Retryable } from '@parley/faults';

/** The type by which a client knows that its answer is an error. */
export const failureType = 'parley.styles.v1.Failure';

/** An error as a reply. */
export const failureOf = (error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  const reason = error instanceof Fatal ? error.reason : undefined;
  return {
    messageId: '',
    type: failureType,
    contentType: 'application/json',
    body: Buffer.from(JSON.stringify({ kind: kindOf(error), reason, message })),
  };
};

/** The error that the server meant, of the same class. What cannot be read is OutcomeUnknown: it did answer, but what? */
export const errorOf = (body: Buffer): Error => {
  try {
    const { kind, reason, message } = JSON.parse(body.toString()) as Record<string, string>;
    if (kind === 'retryable') return new Retryable(String(message));
    return kind === 'fatal' ? new Fatal(String(message), { reason }) : new OutcomeUnknown(String(message));
  } catch (cause) {
    return new OutcomeUnknown('the server failed, and its answer cannot be read', { cause });
  }
};
