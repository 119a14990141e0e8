import type { ControlDefinition } from '@parley/contracts/generated/parley/control/v1/Control';
import type { DeadLettersDefinition } from '@parley/contracts/generated/parley/control/v1/DeadLetters';
import { grpcClient } from '@parley/middleware/grpc';
import { startChild } from '@parley/faults/testing';
import type { Child } from '@parley/faults/testing';

export const wholeEnv = { PARLEY_NAME: 'tiny-1', PARLEY_DATA: '/nowhere', PEER: 'localhost:1', BROKERS: 'a:1,b:2' };

export interface Tiny {
  child: Child;
  ready: { service: string; process: string; grpc: number };
  control: ReturnType<typeof grpcClient<ControlDefinition>>;
  /** Show answers when the ways in are drained; SIGUSR2 lets them drain. */
  calls: ReturnType<typeof grpcClient<DeadLettersDefinition>>;
}

export const startTiny = (env: Record<string, string> = {}): Child =>
  startChild(`${__dirname}/service.fixture.ts`, { env: { ...wholeEnv, ...env } });

export async function readyTiny(env: Record<string, string> = {}): Promise<Tiny> {
  const child = startTiny(env);
  const ready = JSON.parse((await child.line(/^ready /)).slice('ready '.length));
  const at = `127.0.0.1:${ready.grpc}`;
  return {
    child,
    ready,
    control: grpcClient<ControlDefinition>('parley.control.v1.Control', at),
    calls: grpcClient<DeadLettersDefinition>('parley.control.v1.DeadLetters', at),
  };
}

export interface LogLine {
  level: number;
  msg: string;
  step?: string;
  trace?: string;
  expected?: string;
  err?: { message: string; stack: string };
}

export const logOf = (child: Child): LogLine[] =>
  child
    .output()
    .stderr.split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));

export const steps = (child: Child) => logOf(child).flatMap((line) => line.step ?? []);

/** Resolves when the condition holds; looks at every turn of the event loop. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise(setImmediate);
}
