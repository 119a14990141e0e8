import { Command, CommanderError } from 'commander';
import { checkCommand } from './check.command';
import type { Context } from './context';
import { dlqCommand } from './dlq.command';
import { exitCodes, Failure, usage } from './failures';
import { groupCommand } from './group.command';
import { journeyCommand } from './journey.command';
import { labCommand } from './lab.command';
import { ledgerCommand } from './ledger.command';
import { loadCommand } from './load.command';
import { orderCommand, ordersCommand } from './orders.command';
import { replayCommand } from './replay.command';
import { returnsCommand } from './returns.command';
import { rowCommand } from './row.command';
import { searchCommand } from './search.command';
import { styleCommand } from './style.command';
import { viewsCommand } from './views.command';
import { watchCommand } from './watch.command';

/** Served by bin/parley.mjs, which needs nothing built: they are here to be found. */
const outside: [name: string, description: string][] = [
  ['up', 'start brokers and services in the background'],
  ['down', 'drain and stop them; --purge: and wipe what was written'],
  ['status', 'processes, their state and memory'],
  ['env', 'every address of the running system'],
  ['doctor', 'what this machine has and lacks'],
];

function outsideCommand([name, description]: [string, string]): Command {
  return new Command(name)
    .description(description)
    .allowUnknownOption()
    .argument('[options...]')
    .action(() => {
      throw usage(`Run it as \`parley ${name}\` (bin/parley.mjs).`);
    });
}

const settle = (command: Command, { output }: Context): void => {
  command.exitOverride().configureOutput({
    writeOut: (text) => output.out(text.trimEnd()),
    writeErr: (text) => output.err(text.trimEnd()),
  });
  command.commands.forEach((each) => settle(each, { output } as Context));
};

export function createProgram(context: Context): Command {
  const program = new Command('parley').description('One order system, every communication style, measured.');
  outside.forEach((each) => program.addCommand(outsideCommand(each)));
  for (const make of [
    orderCommand,
    ordersCommand,
    returnsCommand,
    watchCommand,
    journeyCommand,
    replayCommand,
    dlqCommand,
    rowCommand,
    styleCommand,
    groupCommand,
    ledgerCommand,
    searchCommand,
    viewsCommand,
    labCommand,
    loadCommand,
    checkCommand,
  ])
    // prettier-ignore
    program.addCommand(make(context));
  program.addHelpText(
    'after',
    '\nExit codes: 0 ok, 1 a verdict is no, 2 wrong usage, 3 the system or a broker cannot be reached.',
  );
  settle(program, context);
  return program;
}

/** Runs one command line; resolves to its exit code, never rejects. */
export async function run(argv: string[], context: Omit<Context, 'verdict' | 'run'>): Promise<number> {
  let exitCode: number = exitCodes.ok;
  const program = createProgram({
    ...context,
    verdict: (code) => (exitCode = code),
    run: (line) => run(line, context),
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has said what is wrong already; help and version are no failure.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    context.output.err(
      error instanceof Failure
        ? error.message
        : `parley failed: ${error instanceof Error ? error.stack : String(error)}`,
    );
    return error instanceof Failure ? error.exitCode : exitCodes.failed;
  }
}
