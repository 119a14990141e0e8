import type { ControlDefinition } from '@parley/contracts/generated/parley/control/v1/Control';
import { armCrash, armedCrash } from '@parley/faults';
import { grpcService, rpcError } from '@parley/middleware/grpc';
import type { GrpcService } from '@parley/middleware/grpc';
import { crashPoints } from '@parley/topology';

export interface Description {
  service: string;
  process: string;
  waysIn: string[];
  waysOut: string[];
}

/** The service that every process serves: what it is, and the crash point that it is armed with. */
export function controlService(description: Description, { faultsAllowed }: { faultsAllowed: boolean }): GrpcService {
  const startedAt = new Date().toISOString();
  return grpcService<ControlDefinition>('parley.control.v1.Control', {
    Describe: async () => ({ ...description, pid: process.pid, startedAt, crashAt: armedCrash() }),
    SetFault: async ({ crashAt }) => {
      if (!faultsAllowed) {
        throw rpcError('FAILED_PRECONDITION', 'faults are not allowed here: start with PARLEY_FAULTS=1', {
          reason: 'faults-not-allowed',
        });
      }
      if (crashAt !== '' && !crashPoints.some((point) => point.name === crashAt)) {
        const description = `${crashAt} is no crash point`;
        throw rpcError('INVALID_ARGUMENT', description, {
          reason: 'unknown-crash-point',
          fieldViolations: [{ field: 'crash_at', description }],
        });
      }
      armCrash(crashAt);
      return { crashAt };
    },
  });
}
