/**
 * MPI by MPICH: `openMpi` binds it in this process, `runJob` runs a program as ranks under mpiexec, `hostRanks` and
 * `visitRanks` join two processes that were started apart.
 */
export { openMpi, soname } from './text';
export type { Mpi, Program, Stage } from './text';
export type { Data, Status } from './core';
export type { Mode, Wanted } from './point-to-point';
export type { Operation } from './collectives';
export { runJob } from './job';
export type { Foreign, JobOptions, JobResult } from './job';
export { hostRanks } from './host';
export type { Arrival, Host } from './host';
export { noAnswer, visitRanks } from './guest';
export type { Guest } from './guest';
