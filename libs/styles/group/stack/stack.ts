import type { Application } from './application';
import type { Guarantee, Held, Host, Me, NodeInput, Packet, Settings, View } from './layer';

/** The state of one node: plain data. */
export interface NodeState {
  me: Me;
  settings: Settings;
  layers: unknown[];
  top: Application;
  isBusy: boolean;
  /** Own copies of what was multicast, and what the application did meanwhile: done in the same step. */
  loop: Packet[];
  queue: NodeInput[];
  sends: { packet: Packet; to?: readonly string[] }[];
}

/** A composed stack: one node a member drives it. */
export interface Stack {
  /** Its layers from the transport up, with commas. */
  name: string;
  transport: string;
  layers: readonly string[];
  gives: ReadonlySet<Guarantee>;
  /** View 0 without members: a process outside the group, which joins (with `views`) or sends through contacts. */
  start(me: Me, view: View, settings?: Partial<Settings>): NodeState;
  /**
   * Handles one input wholly: notes and deliveries in their order, then the sends. Called from within, it is done right
   * after. A member that is out of the group is silent; a submission then throws Fatal `out-of-group`.
   */
  on(state: NodeState, input: NodeInput, host: Host): void;
  /** Equal for equal states. */
  digest(state: NodeState): string;
  /** What was received and is not delivered, with the reason. */
  held(state: NodeState): Held[];
  /** How many packets wait for an acknowledgement. */
  load(state: NodeState): number;
  /** The membership as this node knows it. */
  view(state: NodeState): View;
}

export const defaults: Settings = {
  retransmit: 20,
  acknowledge: 2,
  heartbeat: 50,
  detector: 'timeout',
  timeout: 500,
  phi: 8,
  stateTransfer: false,
};
