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
export type Cardinality = 'unicast' | 'anycast' | 'multicast' | 'broadcast' | 'geocast';

/** How often one message is delivered while faults happen; `best effort`: never, once or more often. */
export type Delivery = 'best effort' | 'at most once' | 'at least once' | 'exactly once';

/** What becomes of a send when there is no room. */
export type Full = 'block' | 'drop' | 'error' | 'buffer';

/**
 * What becomes of a notice when no receiver runs: the sender gets an error within its deadline; it is dropped and the
 * sender not told; the sender keeps it as long as it lives itself; the middleware stores it.
 */
export type Absent = 'error' | 'dropped' | 'kept by the sender' | 'stored';

/** An experiment, by name. `state` says whether it exists yet: a claim without one is a hypothesis. */
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

/** What a role is to a message. */
export type Part = 'sender' | 'receiver' | 'middle';

export interface Role {
  /** As the field calls it: client, publisher, source … */
  name: string;
  aliases?: readonly string[];
  part: Part;
  /** The side that binds an address; the other connects. Where a broker stands between, neither does. */
  binds?: boolean;
  /**
   * The roles whose addresses it must be given, by name. Where it is not said: who stands between, if anybody does;
   * else, for a role that does not bind, those that do.
   */
  connects?: readonly string[];
  /** What it binds by default when it is started alone. */
  address?: readonly string[];
  port?: number;
  /** How many run when all are started together; 1 where it is not said. */
  count?: number;
  knows: readonly string[];
  /** The product that plays it: a broker, which is not ours to start. Its address comes from the style's ground. */
  external?: string;
}

/** A product that speaks a style's protocol: run here, another name for what is run here, or only read about. */
export interface Product {
  name: string;
  status: 'run' | 'alias' | 'read';
  /** The style whose adapter it shares. */
  of?: string;
  /** What the product has and no server here speaks: read, not run. */
  notRun?: readonly string[];
}

/** The record of a style: what it promises, each a claim that names its experiment. */
export interface Style {
  id: string;
  title: string;
  /** The folder under libs/styles that it lies in: styles that share a middleware or a purpose. */
  family: string;
  middleware: string;
  /** What its bytes travel by, where a fault proxy can be put in between: that decides which faults can happen. */
  carrier: 'tcp' | 'udp' | 'none';
  rows: readonly string[];
  persistence: Claim<Persistence>;
  release: Claim<Release>;
  cardinality: Claim<Cardinality>;
  order: Claim<Order>;
  delivery: Claim<Delivery>;
  full: Claim<Full>;
  absent: Claim<Absent>;
  /** Whether the sender learns of every notice that is lost. */
  tellsOfLoss: Claim<boolean>;
  uncoupling: Uncoupling;
  /** Whether a reader that asks for the beginning is given again what others have had and acknowledged: a log, not a queue. */
  replays: Claim<boolean>;
  /** Which of the two common operations it carries. */
  carries: { notify: boolean; reserve: boolean };
  headers: boolean;
  /** Bytes of the body of one message by default; undefined where only memory limits it. */
  maxBytes?: number;
  /** What a peer must show to be let in; undefined where everybody is. */
  credentials?: string;
  roles: readonly Role[];
  /** What must exist before the first send; `setup.ts` of the folder makes it. */
  setup: readonly string[];
  /** The product that it stands for, where it is one. */
  product?: Product;
  /**
   * The style whose adapter it uses in the same way: what is asked of an adapter is asked of that one by `npm test`, and of
   * this one too by `npm run test:full`.
   */
  adapterOf?: string;
}

/** The role that a product plays, where there is one: a broker. */
export const brokerOf = (style: Style): Role | undefined => style.roles.find(({ external }) => external !== undefined);

/** Makes a claim that a trial of the shared suite shows, by the trial's name. */
export const claim = <T>(is: T, because: string, trial: string): Claim<T> => ({
  is,
  because,
  experiment: { name: trial, state: 'runs' },
});
