import type { Layer, Me, Out, Packet, Settings, View } from '../layer';
import { beatsFrom, hear, isSilent } from './detection';
import { lead, leaderOf } from './views/attempt';
import { forget, keep, logOf, upTo } from './views/log';
import { askAgain, listen } from './views/member';
import { say, toPlace, type State, type Word } from './views/state';

const begun = (me: Me, view: View, settings: Settings): State => ({
  me: me.member,
  view,
  settings,
  beats: new Map(),
  suspects: new Set(),
  joining: new Set(),
  leaving: new Set(),
  contacts: [],
  isLeaving: false,
  isOut: false,
  sent: 0,
  log: logOf(view.members),
  isBlocked: false,
  isStuck: false,
  promised: 0,
  accepted: null,
  fetched: [],
  toAccept: undefined,
  decided: undefined,
  attempt: undefined,
  patience: 0,
  last: undefined,
  uptos: new Map(),
  early: [],
  ticked: 0,
});

const detect = (state: State, now: number): void => {
  for (const [member, beats] of state.beats) {
    if (member === state.me) continue;
    if (isSilent(beats, now, state.settings)) state.suspects.add(member);
    else state.suspects.delete(member);
  }
};

const passOn = (state: State, out: Out): void => {
  const leader = leaderOf(state);
  if (leader === undefined || leader === state.me) return;
  for (const member of state.joining) say(out, ['join', member], [leader], { once: true });
};

const tick = (state: State, out: Out): void => {
  const { heartbeat } = state.settings;
  out.timer('tick', heartbeat);
  if (state.view.id === 0) return say(out, ['join', state.me], state.contacts, { once: true });
  const now = out.now();
  const own = state.beats.get(state.me);
  // Who was stopped itself has no right to blame the others for silence.
  if (own && now - own.last > heartbeat * 3) for (const beats of state.beats.values()) beats.last = now;
  state.beats.set(state.me, beatsFrom(now));
  say(out, ['beat', state.view.id, upTo(state.log), state.isBlocked], undefined, { once: true });
  if (state.isLeaving) say(out, ['leave', state.me], state.view.members, { once: true });
  detect(state, now);
  passOn(state, out);
  lead(state, out);
  askAgain(state, out);
};

const beat = (state: State, word: Extract<Word, readonly ['beat', ...unknown[]]>, from: string, out: Out): void => {
  const { view, last } = state;
  const [, id, uptos, isBlocked] = word;
  if (!view.members.includes(from)) {
    if (id > 0 && id <= view.id) say(out, ['gone', view], [from], { once: true });
    return;
  }
  if (id === view.id - 1 && last) return say(out, ['decide', id, last.change], [from], { once: true });
  if (id !== view.id || state.isBlocked) return;
  if (isBlocked) state.isStuck = true;
  state.uptos.set(from, uptos);
  if (state.uptos.size === view.members.length) forget(state.log, [...state.uptos.values()]);
};

const join = (state: State, member: string, out: Out): void => {
  const { view, last } = state;
  if (!view.members.includes(member)) state.joining.add(member);
  else if (last?.change.next.fresh?.includes(member))
    say(out, ['decide', view.id - 1, last.change], [member], { once: true });
};

const hearWord = (state: State, word: Word, packet: Packet, from: string, out: Out): void => {
  if (word[0] === 'beat') beat(state, word, from, out);
  else if (word[0] === 'join') join(state, word[1], out);
  else if (word[0] === 'leave') state.leaving.add(word[1]);
  else if (word[0] === 'gone') {
    const [, view] = word;
    if (view.id <= state.view.id || view.members.includes(state.me) || state.view.id === 0) return;
    state.isOut = true;
    out.cancel('tick');
    out.out(view, 'expelled');
  } else listen(state, word, packet, from, out);
};

const takeData = (state: State, packet: Packet, from: string, out: Out): void => {
  const [id, n] = packet.h as [number, number];
  if (id > state.view.id) {
    if (state.view.id > 0 || state.contacts.length > 0) state.early.push({ packet, from });
    return;
  }
  const of = toPlace(state, from);
  if (id !== state.view.id || state.isBlocked || of < 0) return;
  if (n > 0 && !keep(state.log, [of, n], packet)) return;
  out.up(packet.over!, from);
};

const takeEarly = (state: State, out: Out): void => {
  if (!state.early.some(({ packet }) => (packet.h as [number])[0] <= state.view.id)) return;
  for (const { packet, from } of state.early.splice(0)) takeData(state, packet, from, out);
};

/**
 * Membership: who joins, leaves or falls silent is agreed on, by a majority of the view before, and so is what belongs
 * to that view: members that go on together deliver the same in it, then all begin the next one (view synchrony;
 * Birman & Joseph 1987; the agreement as in Lamport's Paxos). Where no majority is left, nothing goes on.
 */
export const views: Layer<State> = {
  name: 'views',
  slot: 'views',
  gives: ['agreement', 'view-synchrony'],
  needs: ['integrity', 'validity'],
  start: begun,
  begin: (state, out) => {
    if (state.view.id === 0) return;
    state.beats = new Map(state.view.members.map((member) => [member, beatsFrom(out.now())]));
    out.timer('tick', state.settings.heartbeat);
  },
  join: (state, contacts, out) => {
    state.contacts = contacts;
    tick(state, out);
  },
  leave: (state, out) => {
    state.isLeaving = true;
    say(out, ['leave', state.me], state.view.members, { once: true });
  },
  suspect: (state, member) => {
    const beats = state.beats.get(member);
    if (beats) beats.last = -Infinity;
    if (beats && member !== state.me) state.suspects.add(member);
  },
  down: (state, packet, to, once, out) => {
    if (state.isBlocked || state.view.id === 0 || state.isOut) return;
    const n = to || once ? 0 : (state.sent += 1);
    out.down({ m: packet.m, h: [state.view.id, n], over: packet }, to, once);
  },
  up: (state, packet, from, out) => {
    if (state.isOut) return;
    const [first] = packet.h as [number | string];
    const beats = state.beats.get(from);
    if (beats) hear(beats, out.now(), first === 'beat');
    if (typeof first === 'number') takeData(state, packet, from, out);
    else hearWord(state, packet.h as unknown as Word, packet, from, out);
    takeEarly(state, out);
  },
  timer: (state, _name, out) => {
    if (!state.isOut) tick(state, out);
    takeEarly(state, out);
  },
};
