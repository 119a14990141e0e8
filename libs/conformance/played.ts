import { startDriven, type Driven } from '@parley/roles';
import type { Part as PartName, Role } from '@parley/taxonomy';

/** One role of a style as a process that does what it is told. */
export interface Played extends Driven {
  part: PartName | 'stranger';
  role: Role;
  /** What it was told to bind and whom to know. */
  place: { bind: string[]; connect: string[] };
}

interface Start extends Pick<Played, 'part' | 'role' | 'name' | 'place'> {
  command: string[];
}

/** Starts a role as a driven process; resolves when it is ready. Rejects with DidNotStart. */
export const startPlayed = async ({ command, name, ...known }: Start): Promise<Played> => ({
  ...(await startDriven(name, command)),
  ...known,
});
