/**
 * What can be seen of a message, never to be confused: **submitted** the application called; **sent** it left the
 * process; **accepted** the middleware took responsibility and said so; **stored** it survives the middleware's
 * SIGKILL; **received** by the middleware at the receiver; **delivered** to the application; **processed** by it.
 * `returned`: the sender's call came back. `held`: kept back by the receiver. `settled`: acknowledged or given up.
 * `dropped`: thrown away, said so. `view`: a group's membership. `crash`: by the harness. *Lost* and *duplicated* are
 * verdicts, never events.
 */
export const events = [
  'submitted',
  'sent',
  'accepted',
  'stored',
  'received',
  'delivered',
  'processed',
  'returned',
  'held',
  'settled',
  'dropped',
  'view',
  'crash',
] as const;

export type EvidenceEvent = (typeof events)[number];

/** One line of a history. */
export interface EvidenceRecord {
  run: string;
  process: string;
  /** Incarnation of the process: differs after each restart. */
  inc: string;
  /** 1, 2, 3 … within the incarnation, without gaps. */
  seq: number;
  /** Monotonic nanoseconds, comparable within one host only; decimal digits. */
  mono: string;
  event: EvidenceEvent;
  msg: { id: string; sender?: string; seq?: number; key?: string };
  style: string;
  /** `from>to`, or the name that the hop has in the topology. */
  hop: string;
  channel: string;
  trace?: string;
  note?: string;
}

/** What the caller of `note` says; the rest is added. */
export type Evidence = Omit<EvidenceRecord, 'run' | 'process' | 'inc' | 'seq' | 'mono'>;
