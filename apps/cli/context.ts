import { Command } from 'commander';
import { openGateway, type Gateway } from './gateway.http';
import type { Output } from './output';
import { findSystem, need } from './system';

export interface Context {
  env: NodeJS.ProcessEnv;
  output: Output;
  /** Ends what waits: Ctrl-C. */
  signal: AbortSignal;
  /** What the process will exit with, where a command was carried out and its verdict is no. */
  verdict(exitCode: number): void;
  /** Runs another command line in this one; resolves to its exit code. */
  run(line: string[]): Promise<number>;
}

/** The gateway of the running system; exit code 3 where none is known. */
export const gatewayOf = ({ env }: Context): Gateway => openGateway(need(findSystem(env), 'gateway', env));

/** A command with what all have: `--json`. */
export const command = (name: string, description: string): Command =>
  new Command(name).description(description).option('--json', 'print JSON and nothing else on stdout');

/** Prints a result: as JSON where it was asked for, else as `text` has it. */
export function show(context: Context, json: boolean | undefined, value: unknown, text: () => string): void {
  context.output.out(json ? JSON.stringify(value, null, 2) : text());
}
