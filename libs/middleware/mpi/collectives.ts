import type { Core, Data } from './core';

export type Operation = 'sum' | 'product' | 'least' | 'greatest';

/**
 * What all ranks of the job do together, every one making the same call; each blocks the event loop until its own part
 * is done, which for all but the barrier says nothing of the others. Its text runs on its own: it may use nothing but
 * its parameters. Source: MPI 4.0 §6.
 */
export function collectives({ world, call, datatypeOf }: Core) {
  const operations: Record<Operation, number> = {
    greatest: 0x58000001,
    least: 0x58000002,
    sum: 0x58000003,
    product: 0x58000004,
  };
  const whole = (data: Data): [Data, number, number] => [data, data.length, datatypeOf(data)];
  return {
    /** The root's data into everybody's. */
    bcast: (data: Data, root: number): void => call('Bcast', ...whole(data), root, world),
    /** The root's `all`, a part of equal length to each rank, by rank. The others give undefined. */
    scatter: (all: Data | undefined, part: Data, root: number): void =>
      call('Scatter', all ?? null, part.length, datatypeOf(part), ...whole(part), root, world),
    /** Everybody's part into the root's `all`, by rank. */
    gather: (part: Data, all: Data | undefined, root: number): void =>
      call('Gather', ...whole(part), all ?? null, part.length, datatypeOf(part), root, world),
    /** Everybody's parts, element by element, into the root's `result`. */
    reduce: (part: Data, result: Data | undefined, operation: Operation, root: number): void =>
      call('Reduce', part, result ?? null, part.length, datatypeOf(part), operations[operation], root, world),
    /** The same into everybody's. */
    allreduce: (part: Data, result: Data, operation: Operation): void =>
      call('Allreduce', part, result, part.length, datatypeOf(part), operations[operation], world),
    /** Returns when every rank has come here. */
    barrier: (): void => call('Barrier', world),
  };
}
