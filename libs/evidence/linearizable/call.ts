import type { EvidenceRecord } from '../record';

/**
 * One call of a client on a replicated object, as the client saw it: invoked, and returned or not. Times are the clients' own
 * monotonic clock; what was repeated under one id is one call, from its first invocation to its first answer.
 */
export interface Call<Input = unknown, Output = unknown> {
  id: string;
  client: string;
  /** The object that it is about: objects are judged one by one, as linearizability is local (Herlihy & Wing 1990). */
  key: string;
  kind: 'write' | 'read';
  input: Input;
  invoked: bigint;
  /** Missing: the client never learned whether it happened. It may have taken effect at any time since, or never. */
  returned?: bigint;
  output?: Output;
  /** That the answer named; of a write the version that it made, of a read the version that it saw. */
  version?: number;
  /** That the read asked for. */
  atLeast?: number;
  replica?: string;
  /** Answers to repetitions, which must be the first one again. */
  again?: { output?: Output; version?: number }[];
}

interface Invocation {
  kind: 'write' | 'read';
  input: unknown;
  atLeast?: number;
}
interface Answer {
  output?: unknown;
  version?: number;
  replica?: string;
}

/**
 * The calls in a history: `submitted` is an invocation (note: `{"kind","input","atLeast"}` as JSON), `returned` an answer (note:
 * `{"output","version","replica"}`), `dropped` says that nothing was done and takes the call out. The client is the process.
 * Throws a SyntaxError where a note is no JSON.
 */
export function callsOf(records: readonly EvidenceRecord[]): Call[] {
  const calls = new Map<string, Call>();
  for (const { event, process, msg, mono, note = '{}' } of records) {
    const known = calls.get(msg.id);
    if (event === 'submitted' && !known) {
      const invocation = JSON.parse(note) as Invocation;
      calls.set(msg.id, { id: msg.id, client: process, key: msg.key ?? '', invoked: BigInt(mono), ...invocation });
    }
    if (event === 'returned' && known) {
      const answer = JSON.parse(note) as Answer;
      if (known.returned === undefined) Object.assign(known, answer, { returned: BigInt(mono) });
      else (known.again ??= []).push({ output: answer.output, version: answer.version });
    }
    if (event === 'dropped' && known && known.returned === undefined) calls.delete(msg.id);
  }
  return [...calls.values()];
}

/** A verdict: `power` counts the chances to fail that the history held; `witness` says in few lines what can't be. */
export interface Judged {
  name: string;
  verdict: 'holds' | 'violated' | 'undecided';
  power: number;
  witness: string[];
}

export const judged = (name: string, power: number, witness: string[]): Judged => ({
  name,
  verdict: witness.length > 0 ? 'violated' : power > 0 ? 'holds' : 'undecided',
  power,
  witness,
});

/** A call in one line. */
export const said = ({ id, client, kind, key, input, output, version, returned }: Call): string =>
  `${client} ${kind} ${key} ${id} ${JSON.stringify(input)} → ${
    returned === undefined ? 'no answer' : JSON.stringify(output)
  }${version === undefined ? '' : ` at ${version}`}`;
