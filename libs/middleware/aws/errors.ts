import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';

/** What the SDK's errors have besides a name and a message, as far as it is known. */
interface Said {
  name?: string;
  message?: string;
  code?: string;
  kind?: string;
  $metadata?: { httpStatusCode?: number };
}

/** The request did not leave: nobody was there, or no name is known for him. */
const unreached = ['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN'];

/** Refused because there is too much of it just now; nothing of it was done. */
const throttled = /Throttl|ProvisionedThroughputExceeded|TooManyRequests|OverLimit|LimitExceeded|SlowDown/i;

const reasons: readonly [RegExp, string][] = [
  [
    /AccessDenied|InvalidClientTokenId|InvalidAccessKeyId|SignatureDoesNotMatch|UnrecognizedClient|Security/,
    'credentials',
  ],
  [/QueueDoesNotExist|NonExistentQueue|ResourceNotFound/, 'not-found'],
  [/TooLong|must be shorter|size exceeds|length less than or equal/i, 'too-large'],
];

const reasonOf = (text: string): string => reasons.find(([pattern]) => pattern.test(text))?.[1] ?? 'refused';

/**
 * The kind of an error of the SDK. A refusal (4xx) says that nothing was done; a failure of the service (5xx), a connection
 * that broke and a deadline that passed say nothing of that.
 */
export function typed(error: unknown, what: string): Fatal | Retryable | OutcomeUnknown {
  const { name = '', message = '', code = '', kind, $metadata } = (error ?? {}) as Said;
  if (kind !== undefined) return error as Fatal;
  const text = `${what}: ${name} ${message}`.trim();
  const status = $metadata?.httpStatusCode ?? 0;
  if (unreached.includes(code)) return new Retryable(text, { cause: error });
  if (status >= 400 && status < 500)
    return throttled.test(name)
      ? new Retryable(text, { cause: error })
      : new Fatal(text, { reason: reasonOf(`${name} ${message}`), cause: error });
  return new OutcomeUnknown(text, { cause: error });
}
