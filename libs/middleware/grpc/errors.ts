import { Metadata, status, type ServiceError, type StatusObject } from '@grpc/grpc-js';
import { Fatal, kindOf, type ErrorKind } from '@parley/faults';
import { readDetails, writeDetails, type FieldViolation } from './details';

export type RpcCode = keyof typeof status;
/** The codes that handlers answer with. */
export type AnswerCode =
  | 'NOT_FOUND'
  | 'INVALID_ARGUMENT'
  | 'FAILED_PRECONDITION'
  | 'ALREADY_EXISTS'
  | 'ABORTED'
  | 'UNAVAILABLE'
  | 'RESOURCE_EXHAUSTED';

export interface RpcErrorContext {
  /** A word for machines, e.g. `order-unknown`. */
  reason?: string;
  metadata?: Record<string, string>;
  fieldViolations?: FieldViolation[];
  cause?: unknown;
}

/** A gRPC status other than OK, thrown by handlers (`rpcError`) and by client calls. */
export class RpcError extends Error {
  readonly code: RpcCode;
  readonly kind: ErrorKind;
  readonly reason: string;
  readonly metadata: Record<string, string>;
  readonly fieldViolations: FieldViolation[];
  /** It came from another process: a handler that lets it through does not give it out as its own answer. */
  readonly remote: boolean;

  constructor(
    code: RpcCode,
    message: string,
    { kind, remote = false, ...context }: RpcErrorContext & { kind: ErrorKind; remote?: boolean },
  ) {
    super(message, { cause: context.cause });
    this.name = 'RpcError';
    this.code = code;
    this.kind = kind;
    this.remote = remote;
    this.reason = context.reason ?? '';
    this.metadata = context.metadata ?? {};
    this.fieldViolations = context.fieldViolations ?? [];
  }
}

/** An answer other than OK. UNAVAILABLE and ABORTED say that nothing was done and a repetition may succeed. */
export const rpcError = (code: AnswerCode, message: string, context: RpcErrorContext = {}): RpcError =>
  new RpcError(code, message, { ...context, kind: kindOfCode(code, { unsent: true, idempotent: false }) });

const repeatable: readonly RpcCode[] = ['UNAVAILABLE', 'ABORTED', 'RESOURCE_EXHAUSTED'];
const undecided: readonly RpcCode[] = ['DEADLINE_EXCEEDED', 'CANCELLED', 'UNAVAILABLE'];
const broken: readonly RpcCode[] = ['INTERNAL', 'UNKNOWN', 'DATA_LOSS'];

/** What the caller may do; `unsent`: known that no handler acted on the request. */
const kindOfCode = (code: RpcCode, { unsent, idempotent }: { unsent: boolean; idempotent: boolean }): ErrorKind => {
  if (undecided.includes(code)) return unsent || idempotent ? 'retryable' : 'unknown';
  if (repeatable.includes(code)) return 'retryable';
  return broken.includes(code) ? 'unknown' : 'fatal';
};

// The texts of grpc-js 1.14 for a request that never left: the status alone does not tell it from a lost answer.
const neverSent =
  /No connection established|Channel closed before call started|Name resolution failed|Stream refused by server/;
const tooLarge = /larger than/;

/**
 * The RpcError of a failed client call. `cancelled`: by this side; a server that is shut down cuts its calls with the
 * same code, but that is not what the caller asked for.
 */
export const fromServiceError = (
  error: ServiceError,
  channel: string,
  { idempotent, cancelled }: { idempotent: boolean; cancelled: boolean },
): RpcError => {
  const told = (status[error.code] ?? 'UNKNOWN') as RpcCode;
  const code = told === 'CANCELLED' && !cancelled ? 'UNAVAILABLE' : told;
  const details = readDetails(error.metadata);
  const unsent = details !== undefined || neverSent.test(error.details);
  const kind =
    code === 'RESOURCE_EXHAUSTED' && tooLarge.test(error.details) ? 'fatal' : kindOfCode(code, { unsent, idempotent });
  return new RpcError(code, error.details || `${channel} failed: ${code}`, { ...details, kind, remote: true });
};

/** The call was over before it began. */
export const unsent = (code: 'DEADLINE_EXCEEDED' | 'CANCELLED', channel: string): RpcError =>
  new RpcError(code, `${channel} was not sent: ${code}`, { kind: 'retryable', remote: true });

const answer = (code: RpcCode, message: string, context?: RpcErrorContext): Partial<StatusObject> => {
  const metadata = new Metadata();
  if (context) writeDetails(metadata, status[code], message, context);
  return { code: status[code], details: message.slice(0, 1024), metadata };
};

/**
 * The status that a handler's error becomes. Only errors meant for the caller keep their words; any other is INTERNAL
 * and tells nothing of this process. Details on UNAVAILABLE promise that nothing was done, so an unknown outcome
 * carries none.
 */
export const toStatus = (error: unknown): Partial<StatusObject> => {
  if (error instanceof RpcError && !error.remote) return answer(error.code, error.message, error);
  if (error instanceof RpcError && error.code === 'DEADLINE_EXCEEDED')
    return answer('DEADLINE_EXCEEDED', error.message);
  if (error instanceof Fatal)
    return answer('FAILED_PRECONDITION', error.message, { reason: error.reason, metadata: error.detail });
  const typed = error instanceof Error && 'kind' in error;
  if (typed && kindOf(error) === 'retryable') return answer('UNAVAILABLE', error.message, { reason: 'retryable' });
  if (typed && kindOf(error) === 'unknown') return answer('UNAVAILABLE', error.message);
  return answer('INTERNAL', 'internal error', { reason: 'internal' });
};
