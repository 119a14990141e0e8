import { startProcess, type Child } from '@parley/faults';

/** Where a show's own further processes find what they are to be. */
const variable = 'PARLEY_SHOW_PART';

/** What this process was started for by a show, with what it was told; undefined in the process that runs the show. */
export const partHere = (): { part: string; told: string[] } | undefined => {
  const [part, ...told] = JSON.parse(process.env[variable] ?? '[]') as string[];
  return part === undefined ? undefined : { part, told };
};

// The program that this is bundled into: it plays every style's roles and shows.
const program = [process.execPath, __filename];

/** Starts a process of its own that runs the same show and plays a part in it. */
export const startPart = (style: string, show: string, part: string, ...told: string[]): Child =>
  startProcess([...program, style, '--show', show], {
    env: { ...process.env, [variable]: JSON.stringify([part, ...told]) },
  });

/** Resolves when `holds` does; rejects after 10 s. */
export const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (const end = performance.now() + 10_000; !(await holds());) {
    if (performance.now() > end) throw new Error(`not so within 10 s: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

/** What a call takes, in ms, the middle one of so many. */
export const medianMs = async (times: number, call: () => unknown): Promise<number> => {
  const each: number[] = [];
  for (let n = 0; n < times; n++) {
    const started = performance.now();
    await call();
    each.push(performance.now() - started);
  }
  return each.sort((a, b) => a - b)[Math.floor(times / 2)]!;
};

/** Rows under a head, each column as wide as its widest cell. */
export const table = (head: string[], rows: string[][]): string[] => {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)];
};
