import Table from 'cli-table3';

export interface Output {
  out(text: string): void;
  /** Progress and complaints. */
  err(text: string): void;
  /** Whether stderr is a terminal, on which a line can be written over. */
  live: boolean;
  /** Whether stdout may be coloured. */
  colour: boolean;
}

/** The terminal, or whatever stdout and stderr are. Colour by NO_COLOR (no-color.org) and only on a terminal. */
export const terminal = (env: NodeJS.ProcessEnv): Output => ({
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(text.endsWith('\r') || text.startsWith('\x1b') ? text : `${text}\n`),
  live: Boolean(process.stderr.isTTY),
  colour: Boolean(process.stdout.isTTY) && !env.NO_COLOR,
});

export const bold = (text: string, { colour }: Output) => (colour ? `\x1b[1m${text}\x1b[22m` : text);

type Cell = string | number | boolean | undefined | null;
export interface Column<Row> {
  head: string;
  right?: boolean;
  value(row: Row, index: number): Cell;
}

const bare = {
  top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '',
  left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ',
}; // prettier-ignore

// What others put into a name must not steer the terminal.
const printable = (cell: Cell) => String(cell ?? '').replace(/\p{Cc}/gu, '�');

/** Rows as a table with a head, columns two blanks apart. */
export function table<Row>(rows: Row[], columns: Column<Row>[], output: Output): string {
  const made = new Table({
    head: columns.map(({ head }) => bold(head, output)),
    colAligns: columns.map(({ right }) => (right ? 'right' : 'left')),
    chars: bare,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  rows.forEach((row, index) => made.push(columns.map(({ value }) => printable(value(row, index)))));
  return made
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Names and values, one a line. */
export const facts = (entries: [string, Cell][], output: Output): string => {
  const shown = entries.filter(([, value]) => value !== undefined && value !== '');
  const width = Math.max(...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${bold(name.padEnd(width), output)}  ${printable(value)}`).join('\n');
};
