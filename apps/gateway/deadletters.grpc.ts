import type { DeadLettersDefinition } from '@parley/contracts/generated/parley/control/v1/DeadLetters';
import { grpcClient } from '@parley/middleware/grpc';

export type DeadLettersClient = ReturnType<typeof openDeadLetters>;

/** The way out to a service that owns queues. */
export const openDeadLetters = (address: string) =>
  grpcClient<DeadLettersDefinition>('parley.control.v1.DeadLetters', address);
