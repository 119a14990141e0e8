import { Fatal, Retryable } from '@parley/faults';

/** AMQP's code for what the broker said when it closed a channel or a connection, or refused a handshake. */
export const codeOf = (error: unknown): number | undefined => {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'number') return error.code;
  // A refused handshake says its code in words only.
  const said = 'message' in error ? /Handshake terminated by server: (\d{3})/.exec(String(error.message)) : null;
  return said ? Number(said[1]) : undefined;
};

/** What the broker closes a channel for, and will not do another time either. */
const reasons: Record<number, string> = {
  403: 'refused',
  404: 'not-found',
  405: 'locked',
  406: 'precondition',
  540: 'not-implemented',
};

/**
 * The kind of what went wrong while the broker was asked for something on a channel of its own: Fatal with a reason where
 * it refused; else Retryable, for with the channel goes what was not acknowledged on it, back to its queue.
 */
export const typedError = (error: unknown): Error => {
  if (error instanceof Error && 'kind' in error) return error;
  const said = error instanceof Error ? error.message : String(error);
  const reason = reasons[codeOf(error) ?? 0];
  if (reason) return new Fatal(`the broker refuses: ${said}`, { reason, cause: error });
  return new Retryable(`the channel broke: ${said}`, { cause: error });
};

/** The same, where it was a queue that was asked for: Fatal `no-queue` if there is none of that name. */
export const ofQueue =
  (queue: string) =>
  (error: unknown): never => {
    const typed = typedError(error);
    if (typed instanceof Fatal && typed.reason === 'not-found')
      throw new Fatal(`there is no queue ${queue}`, { reason: 'no-queue', cause: error });
    throw typed;
  };
