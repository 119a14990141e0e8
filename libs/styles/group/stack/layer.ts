import type { Evidence, EvidenceEvent } from '@parley/evidence';

/** What a stack promises, in the words of the oracle's verdicts. */
export type Guarantee =
  'integrity' | 'validity' | 'agreement' | 'uniform-agreement' | 'fifo' | 'causal' | 'total' | 'view-synchrony';

/**
 * Who a node is. `member` is its name in the protocols and must be new after each restart (a new incarnation is a new
 * process), so it is the process's name alone or `<process>~<inc>`.
 */
export interface Me {
  member: string;
  process: string;
  inc: string;
  group: string;
  /** The stack's name, as noted in the history. */
  style: string;
}

/** A membership. The first member is the oldest one: it is the sequencer and leads the next change. Id 0 is no view. */
export interface View {
  id: number;
  members: readonly string[];
  /** Members that have no state yet: the first member owes them its own, as it is at this point. */
  fresh?: readonly string[];
}

/** A view as the application sees it. */
export interface Installed extends View {
  joined: readonly string[];
  left: readonly string[];
  fresh: readonly string[];
}

/** What an application multicast: (group, sender, incarnation, n). Never changed once submitted. */
export interface Message {
  sender: string;
  inc: string;
  /** 1, 2, 3 … of this sender's incarnation in this group. */
  n: number;
  body: string;
}

/** Plain data only: it is sent, copied and hashed. */
export type Header = null | boolean | number | string | readonly Header[] | { readonly [key: string]: Header };

/**
 * What a layer hands to the one below: its own header over the packet of the layer above (`over`: null for what it
 * made itself), and the message inside, if any. Never changed once made: many members share it in the simulator.
 */
export interface Packet {
  readonly m: Message | null;
  readonly h: Header;
  readonly over: Packet | null;
}

/** A message between receipt and delivery, and what it waits for. */
export interface Held {
  message: Message;
  by: string;
  waitsFor: string[];
  reason: string;
}

/** Milliseconds, unless it says otherwise. */
export interface Settings {
  /** How long a gap or an unacknowledged packet is left alone before it is asked for or sent again. */
  retransmit: number;
  /** How long acknowledgements are gathered. */
  acknowledge: number;
  heartbeat: number;
  detector: 'timeout' | 'phi';
  /** Silence after which `timeout` suspects. */
  timeout: number;
  /** The level from which `phi` suspects. */
  phi: number;
  /** A joiner delivers nothing before it has the state of its first view. */
  stateTransfer: boolean;
}

/** What a layer may do. All of it happens at once, in the order of the calls. */
export interface Out {
  now(): number;
  /** To the layer below. Without `to`: to all members, oneself included. `once`: not worth repairing when lost. */
  down(packet: Packet, to?: readonly string[], once?: boolean): void;
  /** To the layer above, as coming from `from`. */
  up(packet: Packet, from: string): void;
  /** One timer a name; setting it again moves it. */
  timer(name: string, ms: number): void;
  cancel(name: string): void;
  /** A new membership: first to the layers below, then to those above, then to the application. */
  view(view: View): void;
  /** The application's messages wait until the next view. */
  block(): void;
  /** This member is out of the group, which goes on as `view`: nothing more is delivered. */
  out(view: View, reason: string): void;
  /** Whether anybody records: spares the making of notes. */
  readonly noting: boolean;
  note(event: EvidenceEvent, message: Message, note?: string): void;
  /** Notes that a message is kept back, and why. */
  held(held: Held): void;
}

/** Where a layer stands: from the transport up. */
export type Slot = 'loss' | 'views' | 'agreement' | 'order';

/**
 * One guarantee: sans-I/O and deterministic. The state is plain data (arrays, Maps, Sets, no functions) and changes
 * only inside the calls; time comes from timers and `now`. What a layer leaves out is passed on unchanged.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a stack holds layers of any state
export interface Layer<S = any> {
  name: string;
  slot: Slot;
  gives: readonly Guarantee[];
  needs: readonly Guarantee[];
  /** `under`: what the layers below give together. */
  start(me: Me, view: View, settings: Settings, under: ReadonlySet<Guarantee>): S;
  /** When the node starts: the first timers. */
  begin?(state: S, out: Out): void;
  down?(state: S, packet: Packet, to: readonly string[] | undefined, once: boolean, out: Out): void;
  up?(state: S, packet: Packet, from: string, out: Out): void;
  timer?(state: S, name: string, out: Out): void;
  /** All packets of the old view that will ever come have come: what is left is settled now, numbers begin anew. Also
   *  called for a layer under the one that makes views, before the others. */
  view?(state: S, view: View, out: Out): void;
  suspect?(state: S, member: string, out: Out): void;
  join?(state: S, contacts: readonly string[], out: Out): void;
  leave?(state: S, out: Out): void;
  held?(state: S): Held[];
  /** How many packets wait for somebody's acknowledgement: who sends faster than this falls is too fast. */
  load?(state: S): number;
}

/** What drives a node: the simulator, or real sockets and timers. */
export interface Host {
  /** Monotonic milliseconds. */
  now(): number;
  /** To others, never to oneself. Without `to`: to everybody at the group's address. Called after all notes of a step. */
  send(packet: Packet, to?: readonly string[]): void;
  timer(name: string, ms: number): void;
  cancel(name: string): void;
  /** The application sees the message. It may submit from within: that is done after this step. */
  deliver(message: Message): void;
  view?(view: Installed): void;
  /** Expelled, or left as asked. */
  out?(reason: string): void;
  /** The state that the first member gave; the messages that follow are those delivered after that point. */
  state?(body: string): void;
  note?(evidence: Evidence): void;
}

/** What happens to a node. */
export type NodeInput =
  | { kind: 'start' }
  | { kind: 'submit'; body: string }
  | { kind: 'packet'; from: string; packet: Packet }
  | { kind: 'timer'; name: string }
  | { kind: 'suspect'; member: string }
  /** Asks these members for membership; the node was started with view 0. */
  | { kind: 'join'; contacts: readonly string[] }
  | { kind: 'leave' }
  /**
   * For a sender outside the group: the members that multicast for it, tried in turn. `anew`: of another making of the
   * group, whose members know nothing of what the ones before may have delivered: what those had is given up.
   */
  | { kind: 'contacts'; contacts: readonly string[]; anew?: boolean }
  /** The state at the view just installed, for its fresh members (see `Installed`). */
  | { kind: 'state'; body: string };
