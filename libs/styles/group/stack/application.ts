import type { EvidenceEvent } from '@parley/evidence';
import { processOf } from './names';
import type { Seen } from './layers/streams';
import { chooseContacts, gatePacket, handedOver, handLater, isFirstTime, send, taken, type Gate } from './outsiders';
import type { Held, Host, Me, Message, NodeInput, Packet, Settings, View } from './layer';

/** The application's side of a node: between the uppermost layer and the application. */
export interface Application {
  /** The last view installed. */
  view: View;
  /** How many messages were submitted. */
  n: number;
  isBlocked: boolean;
  /** Submitted and not yet sent, for a view change is under way. */
  waiting: Message[];
  /** Whether this node is out of the group for good. */
  isOut: boolean;
  /** Of senders outside the group: what was delivered, by `<sender>/<inc>`; and who waits to hear of it. */
  outsiders: Map<string, Seen>;
  asked: Map<string, string>;
  /** What came of them too early: the number that is multicast next, and what waits for it. */
  turns: Map<string, { next: number; kept: Map<number, Message> }>;
  /** Outside the group: who multicasts for this sender, what nobody has taken yet, and how much of it was handed over. */
  contacts: readonly string[];
  contact: number;
  handed: Message[];
  underway: number;
  /** The last number that was ever handed over. */
  reached: number;
  /** Delivered by the stack while the state of the first view is not here; by view. */
  awaiting: { from: string; view: number; held: { message: Message; view: number }[] } | undefined;
  /** A state that came before the view it belongs to. */
  early: { view: number; body: string } | undefined;
}

/** What the node lets its application's side do. */
export interface Actions {
  top(): Application;
  me(): Me;
  settings(): Settings;
  host(): Host;
  note(event: EvidenceEvent, message: Message, note?: string): void;
  /** Through all layers. */
  multicast(packet: Packet): void;
  /** Through the loss recovery alone. */
  direct(packet: Packet, to: readonly string[]): void;
}

export const begun = (view: View): Application => ({
  view,
  n: 0,
  isBlocked: false,
  waiting: [],
  isOut: false,
  outsiders: new Map(),
  asked: new Map(),
  turns: new Map(),
  contacts: [],
  contact: 0,
  handed: [],
  underway: 0,
  reached: 0,
  awaiting: undefined,
  early: undefined,
});

const noteView = (
  actions: Actions,
  view: View,
  more: { joined?: readonly string[]; left?: readonly string[] },
): void => {
  const { group, style } = actions.me();
  const names = (members: readonly string[]): string[] => members.map(processOf);
  const said = {
    id: view.id,
    members: names(view.members),
    ...(more.joined?.length && { joined: names(more.joined) }),
    ...(more.left?.length && { left: names(more.left) }),
  };
  const msg = { id: `view/${view.id}` };
  actions.host().note?.({ event: 'view', msg, style, hop: '', channel: group, note: JSON.stringify(said) });
};

export const begin = (actions: Actions): void => {
  const { view } = actions.top();
  if (!view.members.includes(actions.me().member)) return;
  noteView(actions, view, {});
  actions.host().view?.({ ...view, joined: view.members, left: [], fresh: [] });
};

/** Until it is a member nothing is sent. */
export const joining = (actions: Actions): void => {
  actions.top().isBlocked = true;
};

export const install = (actions: Actions, view: View): void => {
  const top = actions.top();
  const { member } = actions.me();
  const before = top.view.members;
  const joined = view.members.filter((name) => !before.includes(name));
  const left = before.filter((name) => !view.members.includes(name));
  const fresh = view.fresh ?? [];
  top.view = view;
  if (actions.settings().stateTransfer && fresh.includes(member) && (before.length === 0 || top.awaiting))
    top.awaiting = { from: view.members[0]!, view: view.id, held: top.awaiting?.held ?? [] };
  noteView(actions, view, before.length === 0 ? { joined: [member] } : { joined, left });
  actions.host().view?.({ ...view, joined, left, fresh });
  if (top.early && top.early.view >= view.id) takeState(actions, top.early.view, top.early.body);
  top.isBlocked = false;
  for (const message of top.waiting.splice(0)) send(actions, message);
};

export const out = (actions: Actions, view: View, reason: string): void => {
  const top = actions.top();
  if (top.isOut) return;
  top.isOut = top.isBlocked = true;
  noteView(actions, view, { left: [actions.me().member] });
  actions.host().out?.(reason);
};

const submit = (actions: Actions, body: string): void => {
  const top = actions.top();
  const { process, inc } = actions.me();
  top.n += 1;
  const message = { sender: process, inc, n: top.n, body };
  actions.note('submitted', message);
  if (top.contacts.length === 0) return send(actions, message);
  handLater(actions, message);
};

export const command = (
  actions: Actions,
  input: Extract<NodeInput, { kind: 'submit' | 'contacts' | 'state' }>,
): void => {
  const top = actions.top();
  if (input.kind === 'submit') return submit(actions, input.body);
  if (input.kind === 'contacts') {
    chooseContacts(actions, input.contacts, input.anew ?? false);
    return;
  }
  const to = (top.view.fresh ?? []).filter((member) => member !== actions.me().member);
  if (to.length > 0) actions.direct(gatePacket({ gate: 'state', body: input.body, view: top.view.id }), to);
};

const release = (actions: Actions, message: Message): void => {
  actions.note('delivered', message);
  actions.host().deliver(message);
};

const takeState = (actions: Actions, view: number, body: string): void => {
  const top = actions.top();
  if (view > top.view.id) top.early = { view, body };
  if (!top.awaiting || view < top.awaiting.view || view > top.view.id) return;
  const { held } = top.awaiting;
  top.awaiting = top.early = undefined;
  actions.host().state?.(body);
  for (const { message, view: its } of held)
    if (its < view) actions.note('dropped', message, `is in the state of view ${view}`);
    else release(actions, message);
};

/** What the same side of another node says to this one. */
export const gate = (actions: Actions, packet: Packet, from: string): void => {
  const h = packet.h as Gate;
  if (h.gate === 'state') takeState(actions, h.view!, h.body!);
  else if (h.gate === 'taken') taken(actions, h.n!);
  else if (packet.m && actions.top().view.members.includes(actions.me().member))
    handedOver(actions, packet.m, h.first!, from);
};

/** The uppermost layer hands a message over: it is delivered, once. */
export const deliver = (actions: Actions, packet: Packet, from: string): void => {
  const top = actions.top();
  const message = packet.m;
  if (!message || top.isOut) return;
  if (message.sender !== processOf(from)) {
    if (!isFirstTime(actions, message)) return;
  }
  if (!top.awaiting) return release(actions, message);
  const entry = { message, view: top.view.id };
  top.awaiting.held.push(entry);
  const [{ by, waitsFor, reason }] = heldFor(top.awaiting, [entry]) as [Held];
  actions.note('held', message, JSON.stringify({ by, waitsFor, reason }));
};

const heldFor = ({ from, view }: NonNullable<Application['awaiting']>, entries: { message: Message }[]): Held[] =>
  entries.map(({ message }) => ({
    message,
    by: 'state',
    waitsFor: [`the state of view ${view} from ${from}`],
    reason: `waits for the state of view ${view} from ${from}`,
  }));

export const held = ({ awaiting }: Application): Held[] => (awaiting ? heldFor(awaiting, awaiting.held) : []);
