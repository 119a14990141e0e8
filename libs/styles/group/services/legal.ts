import type { Command } from './replica';
import type { Service } from './service';

/** A command with the commands that its client had seen, or asked for itself, before. */
export interface Requested extends Command {
  id: string;
  seen: ReadonlySet<string>;
}

/** More than this would be too many sets of commands to go through. */
export const mostCommands = 12;

/**
 * Everything that a service may rightly show after these commands: what one machine shows that executes them one by one,
 * in any order in which each comes after what its client had seen. At most 12 commands. Sets of commands instead of
 * orders are gone through, since what was executed and what is shown is all that counts for the rest.
 */
export const legalViews = (service: Service, commands: readonly Requested[]): Set<string> => {
  const bit = new Map(commands.map(({ id }, at) => [id, 1 << at]));
  const needed = commands.map(({ seen }) => [...seen].reduce((sum, id) => sum | (bit.get(id) ?? 0), 0));
  const reached: Map<string, unknown>[] = Array.from({ length: 1 << commands.length }, () => new Map());
  reached[0]!.set(service.view(service.empty), service.empty);
  for (const [done, states] of reached.entries())
    for (const [at, { operation, stamp }] of commands.entries()) {
      if (done & (1 << at) || (needed[at]! & ~done) !== 0) continue;
      for (const state of states.values()) {
        const next = service.execute(state, operation, stamp);
        reached[done | (1 << at)]!.set(service.view(next), next);
      }
    }
  return new Set(reached.at(-1)!.keys());
};

/** What a service shows after these commands in this order; nothing where it goes against what their clients had seen. */
export const viewAfter = (service: Service, commands: readonly Requested[]): string | undefined => {
  const ids = new Set(commands.map(({ id }) => id));
  const done = new Set<string>();
  let state: unknown = service.empty;
  for (const { id, seen, operation, stamp } of commands) {
    for (const before of seen) if (ids.has(before) && !done.has(before)) return undefined;
    state = service.execute(state, operation, stamp);
    done.add(id);
  }
  return service.view(state);
};
