import type { Evidence, EvidenceRecord } from '@parley/evidence';

/** What the simulated network brings to a process. */
export type Arrival = { kind: 'packet'; from: string; packet: unknown } | { kind: 'timer'; name: string };

/** What a process may do while it handles an input. */
export interface MachineHost<I> {
  /** Virtual milliseconds. */
  now(): number;
  /** Without `to`: to every other process that was started. */
  send(packet: unknown, to?: readonly string[]): void;
  /** One timer a name; setting it again moves it. */
  timer(name: string, ms: number): void;
  cancel(name: string): void;
  note(evidence: Evidence): void;
  /** Another process begins, with these inputs. */
  begin(process: string, inputs: readonly I[]): void;
}

/**
 * A protocol without I/O: plain-data states, one per process, that change only here. A process is named `<name>` or, in
 * a later incarnation, `<name>~<inc>`.
 */
export interface Machine<S, I> {
  start(process: string): S;
  on(state: S, input: I | Arrival, host: MachineHost<I>): void;
  digest(state: S): string;
}

/** The name and the incarnation in a process's name. */
export const identityOf = (process: string): { process: string; inc: string } => {
  const [name, inc = '1'] = process.split('~');
  return { process: name!, inc };
};

/** One line of the simulated history. */
export const recordOf = (run: string, name: string, seq: number, ms: number, evidence: Evidence): EvidenceRecord => ({
  run,
  ...identityOf(name),
  seq,
  mono: String(Math.round(ms * 1e6)),
  ...evidence,
});

/** What the harness itself notes: a crash is after all that its victim noted. */
export const harnessNote = (event: 'crash' | 'settled', channel: string): Evidence => ({
  event,
  msg: { id: event === 'crash' ? 'crash' : 'quiescent' },
  style: '',
  hop: '',
  channel,
});
