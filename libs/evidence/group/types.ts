import type { EvidenceEvent } from '../record';

/** What a stack of group communication may promise. Each is the name of a verdict too. */
export const guarantees = [
  'integrity',
  'validity',
  'agreement',
  'uniform-agreement',
  'fifo',
  'causal',
  'total',
  'view-synchrony',
] as const;

export type Guarantee = (typeof guarantees)[number];

/**
 * Every verdict. An order is judged among correct members, and as `uniform-…` for all. `total`: any two processes that
 * deliver both messages do so in one order; `total-global`: the union of all deliveries' successions has no cycle.
 * `prefix`: what a crashed member delivered is a gap-free prefix of what the others did. `views`: one id, one membership.
 */
export const verdictNames = [
  'integrity',
  'validity',
  'agreement',
  'uniform-agreement',
  'fifo',
  'uniform-fifo',
  'causal',
  'uniform-causal',
  'total',
  'uniform-total',
  'total-global',
  'uniform-total-global',
  'prefix',
  'view-synchrony',
  'views',
] as const;

export type VerdictName = (typeof verdictNames)[number];

/** How many chances to fail a history held: for this verdict, and what made it a hard or an easy one. */
export interface Power {
  chances: number;
  /** Pairs of messages of different senders of which neither happened before the other. */
  concurrentPairs: number;
  /** Messages at the end of a causal chain through at least three senders' turns. */
  causalChains: number;
  /** Deliveries one right after the other of messages sent in ignorance of each other, both delivered by others too. */
  races: number;
  /** Incarnations that crashed. */
  crashes: number;
}

/** One event of a witness, as it stands in the history. */
export interface WitnessEvent {
  process: string;
  inc: string;
  seq: number;
  event: EvidenceEvent;
  id: string;
}

/** The shortest proof of a violation that was found. */
export interface Witness {
  /** A word for machines: inversion, gap, forged, duplicate, missing, cycle … */
  kind: string;
  /** For people. */
  says: string;
  messages: string[];
  processes: string[];
  events: WitnessEvent[];
}

/** Holds, with what it was tried with; violated, with the proof; or undecided, which is not a pass. */
export type Verdict =
  | { is: 'holds'; power: Power; gaps?: number }
  | { is: 'violated'; times: number; witness: Witness; gaps?: number; half?: 'fifo' | 'local order' | 'both' }
  | { is: 'undecided'; reason: 'no quiescence' | 'too little power'; because: string; power: Power; gaps?: number };

export type Verdicts = Record<VerdictName, Verdict>;

export interface JudgeOptions {
  /**
   * What the stack promises. With validity or an agreement among them, a gap breaks FIFO and causal; without, gaps are
   * only counted. Where they are given and view synchrony is not among them, a member counts as correct only when it
   * stays until the end.
   */
  claims?: readonly Guarantee[];
  /** Whether everything had come to rest; by default, whether the history says so. */
  quiescent?: boolean;
  /** The least number of chances that a pass needs, by verdict; 1 by default. */
  least?: Partial<Record<VerdictName, number>>;
}

export interface HistoryOptions {
  /** The members of a group whose history tells of no view; by default, who received or delivered anything. */
  members?: readonly string[];
}
