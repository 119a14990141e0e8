import type { EvidenceRecord } from '@parley/evidence';
import type { Outcome } from '@parley/roles';
import type { Style } from '@parley/taxonomy';
import type { Bench } from './bench';
import type { Verdict } from './verdict';

/** What one run has left to be judged. It can be kept as JSON and judged again. */
export interface Part {
  /** What was done to it: a fault's name, or `calm`. */
  fault: string;
  history: EvidenceRecord[];
  /** The messages that the verdict is about; probes are not among them. */
  ids: string[];
  outcomes: Outcome[];
  /** What no history says: whether a process was alive, how it ended, its memory. */
  facts: Record<string, number | string | boolean | undefined>;
}

/** Runs one thing and leaves what can be judged. */
export type Experiment = (bench: Bench) => Promise<Part[]>;

/** One question to a style: what is run, and what is concluded. The verdict is a pure function of record and run. */
export interface Trial {
  name: string;
  /** The axes of the record that it decides, as `claimsOf` names them. */
  decides: readonly string[];
  applies(style: Style, folder: Files): boolean;
  experiments: readonly Experiment[];
  verdict(style: Style, parts: readonly Part[]): Verdict;
}

export type Carrier = Style['carrier'];

/** Which files a style's folder has. */
export interface Files {
  middle: boolean;
  stranger: boolean;
  /** It needs a machine of its own kind to stand on: namespaces, a launcher. */
  ground: boolean;
  /** A broker stands between. */
  broker: boolean;
}
