import type { ErrorKind } from '@parley/faults';

/** What a run tells a driven role, a line of JSON each on its stdin. */
export type Instruction = { n: number } & (
  | { do: 'notify' | 'reserve'; messages: Batch; pipelined: boolean; then?: 'kill' | 'exit' }
  | { do: 'behave'; how: Behaviour }
  | { do: 'release' }
  | { do: 'say'; base64: string }
  | { do: 'close' }
  | { do: 'memory' }
);

export type Instructed = Instruction extends infer One ? (One extends { n: number } ? Omit<One, 'n'> : never) : never;

/** Messages to make: `count` of them numbered from `from`, their bodies of `sizes` in turn, or exactly these bytes. */
export interface Batch {
  count: number;
  from?: number;
  sizes?: number[];
  base64?: string;
  contentType?: string;
  type?: string;
  key?: string;
  headers?: Record<string, string>;
}

/** What the receiving application does from now on. `hold`: nothing ends until `release`. `ms`: how long it takes each time. */
export type Behaviour =
  { is: 'prompt' } | { is: 'slow'; ms: number } | { is: 'hold' } | { is: 'throws' | 'rejects' | 'refuses' | 'hangs' };

/**
 * What became of one operation, as its caller saw it. Of a reply: `digest` is the id of the request that it says it
 * answers, `same` whether its body is the request's. Of an error: `typed` whether it says itself of which kind it is.
 */
export type Outcome =
  | { id: string; ok: true; ms: number; digest?: string; same?: boolean }
  | { id: string; ok: false; ms: number; kind: ErrorKind; typed: boolean; reason?: string; message: string };

/** What a driven role answers, a line of JSON each on its stdout. */
export type Answer = { n: number; outcomes?: Outcome[]; bytes?: number; error?: string };

/** What the receiver's history says of a delivery, as JSON in its note. */
export interface Seen {
  bytes: number;
  digest: string;
  contentType: string;
  type: string;
  headers: Record<string, string>;
}
