import type { Actions, Application } from './application';
import { entryOf, see, seenNone } from './layers/streams';
import type { Message, Packet } from './layer';

/** What the application's side of one node says to that of another, past all layers but the loss recovery. */
export type Gate = { gate: 'hand' | 'taken' | 'state'; n?: number; first?: number; body?: string; view?: number };

/** A packet of this kind, with a message or without. */
export const gatePacket = (h: Gate, m: Message | null = null): Packet => ({ m, h, over: null });

/** Whether a packet is of this kind. */
export const isGate = ({ h }: Packet): boolean => typeof h === 'object' && h !== null && 'gate' in h;

/** So many messages of a sender outside are handed over and not taken, at most. */
const handedAtOnce = 128;

const keyOf = ({ sender, inc }: Message): string => `${sender}/${inc}`;

const isTaken = ({ outsiders }: Application, message: Message): boolean => {
  const seen = outsiders.get(keyOf(message));
  return seen !== undefined && (message.n <= seen.upto || seen.more.has(message.n));
};

/** Multicasts a message as soon as the view allows. */
export const send = (actions: Actions, message: Message): void => {
  const top = actions.top();
  if (top.isBlocked) top.waiting.push(message);
  // A sender outside may have gone to somebody else meanwhile.
  else if (!isTaken(top, message)) actions.multicast({ m: message, h: null, over: null });
};

/** Hands over what there is room for, in the order in which it was submitted. */
const hand = (actions: Actions): void => {
  const top = actions.top();
  const to = top.contacts[top.contact % top.contacts.length];
  const first = top.handed[0];
  if (to === undefined || first === undefined) return;
  for (; top.underway < Math.min(handedAtOnce, top.handed.length); top.underway += 1) {
    const message = top.handed[top.underway]!;
    top.reached = Math.max(top.reached, message.n);
    actions.direct(gatePacket({ gate: 'hand', first: first.n }, message), [to]);
  }
};

const wait = (actions: Actions): void => actions.host().timer('top:hand', actions.settings().timeout);

/** The timer: nobody took the messages in time: the next contact gets them all again, in their order. */
export const timer = (actions: Actions): void => {
  const top = actions.top();
  if (top.handed.length === 0) return;
  top.contact += 1;
  top.underway = 0;
  hand(actions);
  wait(actions);
};

/** Outside the group: a message is submitted, and handed over as soon as there is room. */
export const handLater = (actions: Actions, message: Message): void => {
  if (actions.top().handed.push(message) === 1) wait(actions);
  hand(actions);
};

/** Outside the group: who multicasts from now on; `anew`: what another making of the group had is given up. */
export const chooseContacts = (actions: Actions, contacts: readonly string[], isAnew: boolean): void => {
  const top = actions.top();
  top.contacts = contacts;
  if (!isAnew) return;
  // Also what waits to be handed over again: the one before may have had it.
  const isGivenUp = ({ n }: Message): boolean => n <= top.reached;
  for (const message of top.handed.filter(isGivenUp)) actions.note('dropped', message, 'its contact is gone');
  top.handed = top.handed.filter((message) => !isGivenUp(message));
  top.underway = 0;
  hand(actions);
};

/** Outside the group: message `n` was delivered at its contact. */
export const taken = (actions: Actions, n: number): void => {
  const top = actions.top();
  const at = top.handed.findIndex((message) => message.n === n);
  if (at < 0) return;
  top.handed.splice(at, 1);
  if (at < top.underway) top.underway -= 1;
  hand(actions);
  if (top.handed.length > 0) wait(actions);
  else actions.host().cancel('top:hand');
};

/** A contact multicasts a sender's messages in their order: what comes before its turn waits; below `first` all is taken. */
export const handedOver = (actions: Actions, message: Message, first: number, from: string): void => {
  const top = actions.top();
  if (isTaken(top, message)) return actions.direct(gatePacket({ gate: 'taken', n: message.n }), [from]);
  top.asked.set(keyOf(message), from);
  const turn = entryOf(top.turns, keyOf(message), () => ({ next: first, kept: new Map<number, Message>() }));
  turn.next = Math.max(turn.next, first);
  if (message.n < turn.next) return;
  turn.kept.set(message.n, message);
  for (let next = turn.kept.get(turn.next); next; next = turn.kept.get(turn.next)) {
    turn.kept.delete(next.n);
    turn.next += 1;
    send(actions, next);
  }
};

/** A message from outside is to be delivered: false if it was before, through somebody else. */
export const isFirstTime = (actions: Actions, message: Message): boolean => {
  const top = actions.top();
  if (!see(entryOf(top.outsiders, keyOf(message), seenNone), message.n)) return false;
  const asker = top.asked.get(keyOf(message));
  if (asker !== undefined) actions.direct(gatePacket({ gate: 'taken', n: message.n }), [asker]);
  return true;
};
