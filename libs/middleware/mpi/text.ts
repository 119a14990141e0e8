import koffi from 'koffi';
import { Fatal, OutcomeUnknown, Retryable } from '@parley/faults';
import { collectives } from './collectives';
import { bindCore } from './core';
import { pointToPoint } from './point-to-point';

/** Where the system's loader finds MPICH, by its soname; PARLEY_MPICH names another one. */
export const soname = (): string => process.env.PARLEY_MPICH || 'libmpich.so.12';

/** MPI in this process, not yet begun. A process can begin once, and dies of a rank that dies: see `startRank`. Throws Fatal `mpich-absent`. */
export function openMpi(library = soname()) {
  const core = bindCore(koffi.load, library, { Fatal, Retryable, OutcomeUnknown });
  return { ...core, ...pointToPoint(core), ...collectives(core) };
}

export type Mpi = ReturnType<typeof openMpi>;

/** What a rank's program has: MPI (not yet begun), its own process, the job's input, and `tell`, which prints a value as a line `> {…}`. */
export interface Stage {
  mpi: Mpi;
  process: NodeJS.Process;
  input: unknown;
  tell(value: unknown): void;
}

/** What one rank runs. It is taken as text: it may use its parameter and what Node has as globals, nothing else. */
export type Program = (stage: Stage) => unknown;

/**
 * The text of a Node program that binds MPI and runs `program`; an error ends it with code 1 and is told on stderr.
 * A rank is a process of its own, and which file a bundled function came from is not known: so its text is what travels.
 */
export const textOf = (program: Program, input?: unknown): string => `'use strict';
const { load } = require(${JSON.stringify(require.resolve('koffi'))});
const errors = { Fatal: ${Fatal}, Retryable: ${Retryable}, OutcomeUnknown: ${OutcomeUnknown} };
(async () => {
  const core = (${bindCore})(load, ${JSON.stringify(soname())}, errors);
  const mpi = { ...core, ...(${pointToPoint})(core), ...(${collectives})(core) };
  const tell = (value) => process.stdout.write('> ' + JSON.stringify(value) + '\\n');
  await (${program})({ mpi, process, tell, input: ${JSON.stringify(input) ?? 'undefined'} });
})().catch((error) => {
  process.stderr.write(error.message + '\\n');
  process.exit(1);
});
`;
