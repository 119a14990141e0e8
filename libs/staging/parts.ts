import { startProcess, type Child } from '@parley/faults';

/** Where a show's own further processes find what they are to be. */
const variable = 'PARLEY_SHOW_PART';

/** The program that this is bundled into: it plays every style's roles and shows. */
export const program = [process.execPath, __filename];

/** The part that this process plays in a show, with what it was told; undefined in the process that runs the show. */
export const partHere = (): { part: string; told: string[] } | undefined => {
  const [part, ...told] = JSON.parse(process.env[variable] ?? '[]') as string[];
  return part === undefined ? undefined : { part, told };
};

/** Command and environment of such a process, for one that starts it itself. */
export const partCommand = (style: string, show: string, part: string, ...told: (string | number)[]) => ({
  command: [...program, style, '--show', show],
  env: { [variable]: JSON.stringify([part, ...told.map(String)]) },
});

/** Starts a process of its own that runs the same show and plays a part in it. */
export const startPart = (style: string, show: string, part: string, ...told: (string | number)[]): Child => {
  const { command, env } = partCommand(style, show, part, ...told);
  return startProcess(command, { env: { ...process.env, ...env } });
};
