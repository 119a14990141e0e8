import { Fatal, OutcomeUnknown, Retryable, kindOf, type ErrorKind } from '@parley/faults';

const textOf = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

/** An error as it goes over the wire. What is not one of ours is Fatal `handler-failed`: the other side's fault stays there. */
export const errorFrame = (error: unknown): Buffer => {
  const typed = typeof error === 'object' && error !== null && 'kind' in error;
  const message = error instanceof Error ? error.message : String(error);
  const reason = typed && 'reason' in error ? textOf(error.reason, 'fatal') : typed ? undefined : 'handler-failed';
  return Buffer.from(JSON.stringify({ kind: typed ? kindOf(error) : 'fatal', reason, message }));
};

/** An error of the kind that the other side says. */
export const errorOf = (kind: ErrorKind, message: string, reason?: string, detail?: Record<string, string>): Error => {
  if (kind === 'retryable') return new Retryable(message, { detail });
  if (kind === 'unknown') return new OutcomeUnknown(message, { detail });
  return new Fatal(message, { reason, detail });
};

/** The reverse of `errorFrame`. Of what is no error of ours, Fatal `undecodable`. */
export const thrownFrom = (frame: Buffer): Error => {
  try {
    const { kind, reason, message } = JSON.parse(frame.toString()) as Record<string, unknown>;
    if (kind === 'retryable' || kind === 'unknown' || kind === 'fatal')
      return errorOf(kind, textOf(message, 'no reason given'), textOf(reason, 'fatal'));
  } catch {
    // Falls through: it is no JSON.
  }
  return new Fatal('the reply is none of ours', { reason: 'undecodable' });
};
