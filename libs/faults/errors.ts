/** What the caller may do about an error: try again, never try again, or find out first whether it happened. */
export type ErrorKind = 'retryable' | 'fatal' | 'unknown';

export interface ErrorContext {
  cause?: unknown;
  /** Shown in logs and dead letters: names and numbers, never a secret. */
  detail?: Record<string, string>;
}

/** Nothing happened at the other side; the same attempt may succeed later. */
export class Retryable extends Error {
  readonly kind = 'retryable';
  readonly detail: Record<string, string>;

  constructor(message: string, { cause, detail = {} }: ErrorContext = {}) {
    super(message, { cause });
    this.name = 'Retryable';
    this.detail = detail;
  }
}

/** The same attempt will never succeed. `reason` is a word for machines, e.g. `undecodable`. */
export class Fatal extends Error {
  readonly kind = 'fatal';
  readonly reason: string;
  readonly detail: Record<string, string>;

  constructor(message: string, { reason = 'fatal', cause, detail = {} }: ErrorContext & { reason?: string } = {}) {
    super(message, { cause });
    this.name = 'Fatal';
    this.reason = reason;
    this.detail = detail;
  }
}

/** It may have happened at the other side, or not: only what is idempotent may be tried again. */
export class OutcomeUnknown extends Error {
  readonly kind = 'unknown';
  readonly detail: Record<string, string>;

  constructor(message: string, { cause, detail = {} }: ErrorContext = {}) {
    super(message, { cause });
    this.name = 'OutcomeUnknown';
    this.detail = detail;
  }
}

const kinds: readonly unknown[] = ['retryable', 'fatal', 'unknown'] satisfies ErrorKind[];

/**
 * The kind of anything thrown, by its `kind` (so that an error class of another library can join in). What does not
 * say is `unknown`: the careful answer, as it forbids both giving up and blind repetition.
 */
export const kindOf = (error: unknown): ErrorKind => {
  const kind = typeof error === 'object' && error !== null && 'kind' in error ? error.kind : undefined;
  return kinds.includes(kind) ? (kind as ErrorKind) : 'unknown';
};
