/** Whether the middleware keeps a message for a receiver that is not there, and until when: taken (queue), or for good (log). */
export type Persistence = 'none' | 'queue' | 'log';

/** What is known to have happened to the message when the sender's call returns; `none`: nothing at all. */
export type Release = 'none' | 'sent' | 'accepted' | 'stored' | 'received' | 'delivered' | 'processed';

/** In what order deliveries come, and among which of them that holds. */
export interface Order {
  kinds: readonly ('fifo' | 'causal' | 'total')[];
  scope: 'sender' | 'key' | 'partition' | 'queue' | 'group' | 'none';
}

/** How many receivers one message goes to: one; one of several; some; all. */
export type Cardinality = 'unicast' | 'anycast' | 'multicast' | 'broadcast';

/** How often one message is delivered while the faults of its experiment happen. */
export type Delivery = 'at most once' | 'at least once' | 'exactly once';

/** What becomes of a send when there is no room. */
export type Full = 'block' | 'drop' | 'error' | 'buffer';

/** An experiment of the lab, by name. `state` says whether it exists yet: a claim without one is a hypothesis. */
export interface Experiment {
  name: string;
  state: 'to come' | 'runs';
  comesWith?: string;
}

/** What is said of a style, why, and what will show it true or false. */
export interface Claim<T> {
  is: T;
  because: string;
  experiment: Experiment;
}

/** Which side needs what of the other: the opposite of each is what the style uncouples. */
export interface Uncoupling {
  /** Neither knows who the other is. */
  space: Claim<boolean>;
  /** They need not run at the same time. */
  time: Claim<boolean>;
  /** Neither waits for the other. */
  synchronisation: Claim<boolean>;
}

export interface Role {
  name: string;
  /** The side that binds an address; the other connects. Where a broker stands between, neither does. */
  binds?: boolean;
  port?: number;
  knows: readonly string[];
}

/** The record of a style: what it promises, each a claim that names its experiment. */
export interface Style {
  id: string;
  title: string;
  family: 'rpc' | 'sockets' | 'messaging' | 'queues' | 'streams';
  middleware: 'grpc' | 'zeromq' | 'rabbitmq' | 'kafka';
  rows: readonly string[];
  persistence: Claim<Persistence>;
  release: Claim<Release>;
  cardinality: Claim<Cardinality>;
  order: Claim<Order>;
  delivery: Claim<Delivery>;
  full: Claim<Full>;
  uncoupling: Uncoupling;
  acknowledges: boolean;
  redelivers: boolean;
  groups: boolean;
  replays: boolean;
  requestReply: boolean;
  headers: boolean;
  /** Bytes of one message by default; undefined where only memory limits it. */
  maxBytes?: number;
  roles: readonly Role[];
  /** What must exist before the first send. */
  setup: readonly string[];
}

/** Makes the claims of one style: each to be shown or refuted by an experiment that comes with the lab. */
export const claimsTo =
  (comesWith: string) =>
  <T>(is: T, because: string, experiment: string): Claim<T> => ({
    is,
    because,
    experiment: { name: experiment, state: 'to come', comesWith },
  });
