import { rowOf, rows, type Row } from '@parley/taxonomy';
import { command, show, type Context } from './context';
import { failed, usage } from './failures';
import { table } from './output';
import { runProgram } from './run-program';

const coming = ({ part, issue }: Row) => `comes with ${part}${issue === 'later' ? '' : ` (issue ${issue})`}`;

const state = (row: Row) => (row.command ? 'runs' : coming(row));

/**
 * Runs a row's command, its output being ours; resolves to its exit code. A command of `parley` runs here: nothing says
 * that it is on the PATH. Any other runs from the root of the repository.
 */
async function runRow(command: string, context: Context): Promise<number> {
  const [program, ...line] = command.split(' ');
  return program === 'parley' ? context.run(line) : runProgram([command], context, true);
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
      if (!row.command) throw failed(`${row.row}, ${row.title}: ${coming(row)}.`);
      output.err(`${row.row}, ${row.title}: ${row.command}`);
      context.verdict(await runRow(row.command, context));
    });
}
