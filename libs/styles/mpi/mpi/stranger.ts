import { visitRanks } from '@parley/middleware/mpi';
import { Fatal } from '@parley/faults';
import type { OpenStranger } from '@parley/roles';

/** A rank that knows MPI and not our envelope: its bytes are one message of MPI_BYTE. */
export const openStranger: OpenStranger = async ({ connect: [address], deadlineMs }) => {
  if (!address)
    throw new Fatal('The address of the receiver is missing: --connect mpi://host:port', { reason: 'no-address' });
  const ranks = visitRanks(address);
  return { say: (bytes) => ranks.send('synchronous', bytes, deadlineMs), close: ranks.close };
};
