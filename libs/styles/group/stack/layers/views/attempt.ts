import type { Out } from '../../layer';
import { canGive, lacking, union } from './log';
import { isMajority, say, toPlace, type Attempt, type Change, type State } from './state';

/** The first member that is not suspected leads; it may be this one. */
export const leaderOf = (state: State): string | undefined =>
  state.view.members.find((member) => !state.suspects.has(member));

export const isWanted = (state: State): boolean =>
  state.isBlocked ||
  state.isStuck ||
  state.view.members.some((member) => state.suspects.has(member) || state.leaving.has(member)) ||
  [...state.joining].some((member) => !state.view.members.includes(member));

const begin = (state: State): Attempt => {
  const size = state.view.members.length;
  const round = Math.floor(Math.max(state.promised, state.attempt?.ballot ?? 0) / size) + 1;
  return {
    ballot: round * size + toPlace(state, state.me),
    phase: 'promise',
    asked: new Set(),
    promises: new Map(),
    change: undefined,
    acceptedBy: new Set(),
    turns: 0,
  };
};

/** Of what was accepted before, the latest; only if there is nothing a change of one's own may be proposed. */
const changeOf = (state: State, { promises }: Attempt): Change => {
  let latest: { ballot: number; change: Change } | null = null;
  for (const { accepted } of promises.values())
    if (accepted && (!latest || accepted.ballot > latest.ballot)) latest = accepted;
  if (latest) return latest.change;
  const { view, joining, leaving } = state;
  const stay = view.members.filter((member) => promises.has(member) && !leaving.has(member));
  const fresh = [...joining].filter((member) => !view.members.includes(member)).sort();
  const members = [...stay, ...fresh];
  const isSameFirst = members[0] === view.members[0];
  const unserved = isSameFirst ? [] : (view.fresh ?? []).filter((member) => stay.includes(member));
  return {
    next: { id: view.id + 1, members, fresh: [...unserved, ...fresh] },
    left: view.members.filter((member) => promises.has(member) && leaving.has(member)),
    cut: union([...promises.values()].map(({ have }) => have)),
  };
};

/** Asks those who have them for the packets of the cut that the leader itself lacks. */
const fetch = (state: State, attempt: Attempt, out: Out): void => {
  const wants = new Map<string, (readonly [number, number])[]>();
  for (const place of lacking(state.log, attempt.change!.cut)) {
    const [giver] =
      [...attempt.promises].find(([member, { have }]) => member !== state.me && canGive(have, place)) ?? [];
    if (giver !== undefined) wants.set(giver, [...(wants.get(giver) ?? []), place]);
  }
  for (const [giver, places] of wants) say(out, ['want', state.view.id, places], [giver]);
};

/** Goes on with the own attempt as far as the answers allow. */
export const advance = (state: State, out: Out): void => {
  const { attempt } = state;
  if (!attempt) return;
  if (attempt.phase === 'promise') {
    const alive = state.view.members.filter((member) => !state.suspects.has(member));
    if (!isMajority(attempt.promises.size, state) || alive.some((member) => !attempt.promises.has(member))) return;
    attempt.change = changeOf(state, attempt);
    attempt.phase = 'fetch';
    fetch(state, attempt, out);
  }
  if (attempt.phase === 'fetch') {
    if (lacking(state.log, attempt.change!.cut).length > 0) return;
    attempt.phase = 'accept';
    say(out, ['accept', state.view.id, attempt.ballot, attempt.change!], [...attempt.promises.keys()]);
  }
};

/** The attempt is decided once a majority of the view has accepted it: everybody concerned is told. */
export const settle = (state: State, out: Out): void => {
  const { attempt } = state;
  if (attempt?.phase !== 'accept' || !isMajority(attempt.acceptedBy.size, state)) return;
  const { next, left } = attempt.change!;
  const told = new Set([...next.members, ...left, ...state.view.members]);
  state.attempt = undefined;
  say(out, ['decide', state.view.id, attempt.change!], [...told]);
};

const patience = 20;

/** Each turn: the leader begins an attempt if a change is wanted, and a new one if the last has come to nothing. */
export const lead = (state: State, out: Out): void => {
  if (state.patience > 0) state.patience -= 1;
  if (state.decided || leaderOf(state) !== state.me || !isWanted(state)) return;
  const { attempt } = state;
  const isStuck =
    attempt !== undefined &&
    ((attempt.turns += 1) > patience ||
      attempt.ballot < state.promised ||
      (attempt.phase !== 'promise' && [...attempt.promises.keys()].some((member) => state.suspects.has(member))));
  if ((!attempt && state.patience === 0) || isStuck) state.attempt = begin(state);
  if (!state.attempt || state.attempt.phase !== 'promise') return;
  const now = state.attempt;
  const unasked = state.view.members.filter((member) => !state.suspects.has(member) && !now.asked.has(member));
  for (const member of unasked) now.asked.add(member);
  say(out, ['prepare', state.view.id, now.ballot], unasked);
  advance(state, out);
};
