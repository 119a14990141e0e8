import type { Header, Out, Packet, Settings, View } from '../../layer';
import type { Beats } from '../detection';
import type { Have, Log, Place } from './log';

/** What a change of view decides: the next view, who left as asked, and which packets belong to the view before. */
export interface Change {
  next: View;
  left: readonly string[];
  cut: Have;
}

/** Numbers of attempts: of two, the higher one counts; each belongs to one member. */
export type Ballot = number;

/** What the leader of an attempt gathers. */
export interface Attempt {
  ballot: Ballot;
  phase: 'promise' | 'fetch' | 'accept';
  asked: Set<string>;
  promises: Map<string, { have: Have; accepted: { ballot: Ballot; change: Change } | null }>;
  change: Change | undefined;
  acceptedBy: Set<string>;
  turns: number;
}

export interface State {
  me: string;
  view: View;
  settings: Settings;
  beats: Map<string, Beats>;
  suspects: Set<string>;
  joining: Set<string>;
  leaving: Set<string>;
  /** Whom this process asks for membership. */
  contacts: readonly string[];
  isLeaving: boolean;
  isOut: boolean;
  sent: number;
  log: Log;
  /** From the first promise on nothing of the view is sent or handed up. */
  isBlocked: boolean;
  /** Somebody else is blocked: an attempt that nobody leads any more has to be brought to an end. */
  isStuck: boolean;
  promised: Ballot;
  accepted: { ballot: Ballot; change: Change } | null;
  /** What came in answer to `want`, not yet handed up. */
  fetched: { place: Place; packet: Packet }[];
  /** An attempt of somebody to be accepted as soon as its packets are here. */
  toAccept: { ballot: Ballot; change: Change; leader: string } | undefined;
  /** Decided, and packets of the cut are still missing. */
  decided: Change | undefined;
  attempt: Attempt | undefined;
  /** Turns to leave an attempt to others after a refusal. */
  patience: number;
  /** The change that led here, and the packets of the view before, for those who come later. */
  last: { change: Change; log: Log } | undefined;
  uptos: Map<string, readonly number[]>;
  /** Packets of the next view that came before it. */
  early: { packet: Packet; from: string }[];
  ticked: number;
}

export const toPlace = (state: State, member: string): number => state.view.members.indexOf(member);

export const isMajority = (count: number, { view }: State): boolean => count > view.members.length / 2;

/** What members say to each other about views; the first number is always the view that is left. */
export type Word =
  | readonly ['beat', number, readonly number[], isBlocked: boolean]
  | readonly ['join', string]
  | readonly ['leave', string]
  | readonly ['prepare', number, Ballot]
  | readonly ['promise', number, Ballot, Have, { ballot: Ballot; change: Change } | null]
  | readonly ['refuse', number, Ballot]
  | readonly ['want', number, readonly Place[]]
  | readonly ['give', number, number, number]
  | readonly ['accept', number, Ballot, Change]
  | readonly ['accepted', number, Ballot]
  | readonly ['decide', number, Change]
  | readonly ['gone', View];

export const say = (
  out: Out,
  word: Word,
  to?: readonly string[],
  { once = false, over = null as Packet | null } = {},
): void => {
  if (to?.length !== 0) out.down({ m: over?.m ?? null, h: word as unknown as Header, over }, to, once);
};
