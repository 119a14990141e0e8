import type { Out, Packet, View } from '../../layer';
import { beatsFrom } from '../detection';
import { advance, settle } from './attempt';
import { haveOf, keep, lacking, logOf, type Place } from './log';
import { say, type Ballot, type Change, type State, type Word } from './state';

const block = (state: State, ballot: Ballot, out: Out): void => {
  state.promised = ballot;
  if (state.isBlocked) return;
  state.isBlocked = true;
  out.block();
};

/** A blank state of a view. */
export const enter = (state: State, view: View, out: Out): void => {
  const now = out.now();
  state.view = view;
  state.beats = new Map(view.members.map((member) => [member, state.beats.get(member) ?? beatsFrom(now)]));
  for (const member of state.suspects) if (!view.members.includes(member)) state.suspects.delete(member);
  for (const member of view.members) state.joining.delete(member);
  for (const member of state.leaving) if (!view.members.includes(member)) state.leaving.delete(member);
  state.sent = 0;
  state.log = logOf(view.members);
  state.isBlocked = state.isStuck = false;
  state.promised = 0;
  state.accepted = null;
  state.fetched = [];
  state.toAccept = state.decided = state.attempt = undefined;
  state.patience = 0;
  state.uptos.clear();
  state.contacts = [];
};

const leaveFor = (state: State, view: View, reason: string, out: Out): void => {
  state.isOut = true;
  out.cancel('tick');
  out.out(view, reason);
};

/** The view before is complete: what was fetched goes up, then the next one begins. */
const install = (state: State, change: Change, out: Out): void => {
  const { members } = state.view;
  const rest = state.fetched.sort((a, b) => a.place[0] - b.place[0] || a.place[1] - b.place[1]);
  for (const { place, packet } of rest) out.up(packet.over!, members[place[0]]!);
  if (!change.next.members.includes(state.me)) return leaveFor(state, change.next, 'left', out);
  const last = { change, log: state.log };
  enter(state, change.next, out);
  state.last = last;
  out.view(change.next);
};

const wantFrom = (state: State, change: Change, to: string, out: Out): boolean => {
  const places = lacking(state.log, change.cut);
  if (places.length > 0) say(out, ['want', change.next.id - 1, places], [to]);
  return places.length > 0;
};

const decide = (state: State, id: number, change: Change, from: string, out: Out): void => {
  const { next, left } = change;
  const isMember = next.members.includes(state.me);
  if (state.view.id === 0) {
    if (!isMember) return;
    enter(state, next, out);
    state.last = undefined;
    return out.view(next);
  }
  if (id < state.view.id || state.decided) return;
  if (!isMember && !left.includes(state.me)) return leaveFor(state, next, 'expelled', out);
  if (id !== state.view.id) return;
  if (!state.isBlocked) block(state, state.promised, out);
  state.decided = change;
  if (!wantFrom(state, change, from, out)) install(state, change, out);
};

const accept = (state: State, ballot: Ballot, change: Change, leader: string, out: Out): void => {
  if (ballot < state.promised || state.decided) return say(out, ['refuse', state.view.id, state.promised], [leader]);
  block(state, ballot, out);
  state.toAccept = undefined;
  if (wantFrom(state, change, leader, out)) state.toAccept = { ballot, change, leader };
  else {
    state.accepted = { ballot, change };
    say(out, ['accepted', state.view.id, ballot], [leader]);
  }
};

const take = (state: State, place: Place, packet: Packet, out: Out): void => {
  if (keep(state.log, place, packet)) state.fetched.push({ place, packet });
  advance(state, out);
  const { toAccept, decided } = state;
  if (decided) {
    if (lacking(state.log, decided.cut).length === 0) install(state, decided, out);
  } else if (toAccept && lacking(state.log, toAccept.change.cut).length === 0)
    accept(state, toAccept.ballot, toAccept.change, toAccept.leader, out);
};

const give = (state: State, id: number, places: readonly Place[], to: string, out: Out): void => {
  const log = id === state.view.id ? state.log : id === state.view.id - 1 ? state.last?.log : undefined;
  for (const [of, n] of places) {
    const packet = log?.packets[of]?.get(n);
    if (packet) say(out, ['give', id, of, n], [to], { over: packet });
  }
};

/** Asks another one for what is still missing of a view that is decided. */
export const askAgain = (state: State, out: Out): void => {
  if (!state.decided) return;
  const others = state.decided.next.members.filter((member) => member !== state.me && !state.suspects.has(member));
  const to = others[state.ticked % others.length];
  if (to !== undefined) wantFrom(state, state.decided, to, out);
  state.ticked += 1;
};

const refused = (state: State, ballot: Ballot): void => {
  if (!state.attempt || ballot <= state.attempt.ballot) return;
  state.promised = Math.max(state.promised, ballot);
  state.attempt = undefined;
  state.patience = 2 + 2 * state.view.members.indexOf(state.me);
};

/** One word about this view or one that is left behind. */
export const listen = (state: State, word: Word, packet: Packet, from: string, out: Out): void => {
  if (word[0] === 'decide') return decide(state, word[1], word[2], from, out);
  if (word[0] === 'want') return give(state, word[1], word[2], from, out);
  const id = word[1] as number;
  if (id < state.view.id) {
    if (word[0] === 'prepare' && id === state.view.id - 1 && state.last)
      say(out, ['decide', id, state.last.change], [from]);
    return;
  }
  if (id > state.view.id || state.view.id === 0) return;
  const { attempt } = state;
  if (word[0] === 'prepare') {
    if (word[2] < state.promised || state.decided) return say(out, ['refuse', id, state.promised], [from]);
    block(state, word[2], out);
    say(out, ['promise', id, word[2], haveOf(state.log), state.accepted], [from]);
  } else if (word[0] === 'promise') {
    if (attempt?.ballot !== word[2] || attempt.phase !== 'promise') return;
    attempt.promises.set(from, { have: word[3], accepted: word[4] });
    advance(state, out);
  } else if (word[0] === 'refuse') refused(state, word[2]);
  else if (word[0] === 'accept') accept(state, word[2], word[3], from, out);
  else if (word[0] === 'accepted') {
    if (attempt?.ballot !== word[2]) return;
    attempt.acceptedBy.add(from);
    settle(state, out);
  } else if (word[0] === 'give') take(state, [word[2], word[3]], packet.over!, out);
};
