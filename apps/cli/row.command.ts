import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rowOf, rows, type Row } from '@parley/taxonomy';
import { repoRoot } from '@parley/topology';
import { command, show, type Context } from './context';
import { failed, usage } from './failures';
import { table } from './output';

const state = (row: Row) =>
  row.command
    ? row.rest
      ? `runs; ${row.rest.what} comes with ${row.rest.comesWith}`
      : 'runs'
    : `comes with ${row.part}`;

/** Runs a row's command from the root of the repository, its output being ours. Resolves to its exit code. */
async function run(row: Row): Promise<number> {
  const child = spawn(row.command!, { shell: true, cwd: repoRoot(), stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

export function rowCommand(context: Context) {
  return command('row', 'list the rows S1…S60, or run what shows one')
    .argument('[ROW]', 'e.g. S9')
    .action(async (name: string | undefined, { json }) => {
      const { output } = context;
      if (!name) {
        const columns = [
          { head: 'row', value: (row: Row) => row.row },
          { head: 'title', value: (row: Row) => row.title },
          { head: 'state', value: state },
          { head: 'command', value: (row: Row) => row.command },
        ];
        return show(context, json, rows, () => table(rows, columns, output));
      }
      const row = rowOf(name);
      if (!row) throw usage(`There is no row ${name}: they are ${rows[0]?.row} to ${rows.at(-1)?.row}.`);
      if (!row.command) throw failed(`${row.row}, ${row.title}: comes with ${row.part}.`);
      output.err(`${row.row}, ${row.title}: ${row.command}`);
      context.verdict(await run(row));
    });
}
