import { Fatal, OutcomeUnknown, Retryable, kindOf } from '@parley/faults';
import type { Failure, Failure__Output } from '@parley/contracts/generated/parley/styles/v1/Failure';
import { RpcError } from '@parley/middleware/grpc';

const built = (kind: string, message: string, reason: string, cause?: unknown): Error => {
  if (kind === 'retryable') return new Retryable(message, { cause });
  if (kind === 'fatal') return new Fatal(message, { reason: reason || 'refused', cause });
  return new OutcomeUnknown(message, { cause });
};

/** A failed call as one of the three errors; what is no RpcError stays as it is. */
export const typed = (error: unknown): unknown =>
  error instanceof RpcError ? built(error.kind, error.message, error.reason, error) : error;

/** The same, of a call that has been made: resolves as it does, rejects with Retryable, Fatal or OutcomeUnknown. */
export const told = <T>(call: Promise<T>): Promise<T> =>
  call.catch((error: unknown) => {
    throw typed(error);
  });

/** An error as a message carries it. Of what was not meant for the caller only the kind is told. */
export const failureOf = (error: unknown): Failure => {
  const known = error instanceof Error && 'kind' in error;
  return {
    kind: kindOf(error),
    reason: error instanceof Fatal ? error.reason : '',
    message: known ? error.message : 'internal error',
  };
};

/** The error that a message carried. */
export const errorOf = ({ kind, reason, message }: Failure__Output): Error => built(kind, message, reason);
