/**
 * Lamport's time of a command, and who requested it. Compared by time, then by name, stamps are one order of all commands,
 * and a command comes in it after everything that its requester had seen (Lamport, CACM 21(7), 1978).
 */
export interface Stamp {
  time: number;
  by: string;
}

/** Who asks, and a word that nobody else uses: names of new things are made of it. */
export interface Client {
  by: string;
  turn: string;
}

/**
 * A replicated service: pure and deterministic, the same operations in the same order give the same state at each
 * replica. It knows nothing of how operations come to it. States and operations are plain data.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a row of services holds any state and operation
export interface Service<S = any, O = any> {
  name: string;
  empty: S;
  /** The state after an operation; the old one is left as it is. One that makes no sense here changes nothing. */
  execute(state: S, operation: O, stamp: Stamp): S;
  /** What a client does that sees this state: drawn by a number in [0, 1). It asks for nothing that makes no sense there. */
  choose(seen: S, client: Client, draw: number): O;
  /** What clients must find alike at all replicas, as text; what may differ without harm is not in it. */
  view(state: S): string;
  /** An operation in words. */
  say(operation: O): string;
}

/** Picks a kind by the draw, and from the rest of the draw one of `among`: both from one number. */
export const drawn = <T>(draw: number, share: number, among: readonly T[]): T | undefined =>
  draw < share || among.length === 0 ? undefined : among[Math.floor(((draw - share) / (1 - share)) * among.length)];

/** Text that is the same for records with the same entries, whatever the order in which they were made. */
export const inOrder = (state: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(Object.entries(state).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Before or after, by time and then by name. */
export const byStamp = (a: Stamp, b: Stamp): number => a.time - b.time || (a.by < b.by ? -1 : Number(a.by > b.by));
