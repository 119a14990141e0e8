import type { Fatal } from '@parley/faults';
import type { Message } from '@parley/marshalling';
import type { Style } from '@parley/taxonomy';

export type { Message };

/** Where a role stands: what it binds, whom it knows. What these strings are is the style's matter; mostly `tcp://host:port`. */
export interface Place {
  /** Addresses to bind; port 0 takes a free one. Empty: the style's own default. */
  bind: string[];
  /** Addresses of those that it has to know. */
  connect: string[];
  /** The name of the process, and of the sender in its messages. */
  name: string;
  /** The role that it plays, where several of a style play the same part. */
  role?: string;
  /** How long one operation may take at most, in ms: then it settles, whatever happened. */
  deadlineMs: number;
  /** What it shows to be let in, where the style has such a thing. `wrong`: what nobody would let in. */
  credentials: 'right' | 'wrong';
  /** A receiver of a log reads it from its beginning, whatever it has read before; what keeps no log knows no beginning. */
  from?: 'beginning';
}

/**
 * The sending side of a style. Each operation settles within the deadline: it resolves at the style's point of release,
 * or rejects with Retryable, Fatal or OutcomeUnknown. After `close` both reject with Fatal `closed`.
 */
export interface Sender {
  /** The addresses that it bound; empty where it only connects. */
  addresses: string[];
  /** One way: the warehouse notice. */
  notify?(message: Message): Promise<void>;
  /** Request and reply: the stock check. */
  reserve?(request: Message): Promise<Message>;
  /** Takes nothing more, lets go out what it has taken, ends. Twice is once. */
  close(): Promise<void>;
}

/** What the receiving application does with what is delivered to it. */
export interface Application {
  notify(message: Message): Promise<void>;
  reserve(request: Message): Promise<Message>;
  /** To be told of every input that is thrown away, with the reason. Never throws. */
  refused(error: Fatal): void;
}

/** The receiving side. `close` takes nothing more, finishes what is in hand, ends. Twice is once. */
export interface Receiver {
  addresses: string[];
  close(): Promise<void>;
}

/** What stands between, where the style has such a thing: a registry, a buffer, a forwarder. */
export type Middle = Receiver;

/** Somebody who knows the transport and not our envelope. */
export interface Stranger {
  /** The addresses that it bound, where it has to stand where a sender stands. */
  addresses?: string[];
  /** Sends these bytes as one unit of the transport. */
  say(bytes: Buffer): Promise<void>;
  close(): Promise<void>;
}

export type OpenSender = (place: Place) => Promise<Sender>;
export type OpenReceiver = (place: Place, application: Application) => Promise<Receiver>;
export type OpenMiddle = (place: Place) => Promise<Middle>;
export type OpenStranger = (place: Place) => Promise<Stranger>;

/** What a program of the deck has of its surroundings. */
export interface DeckPlace extends Place {
  /** Must be called once, when it can be reached or has connected. */
  ready(addresses: string[]): void;
  /** Prints a line: what the deck's program prints. */
  say(line: string): void;
  /** Aborted at SIGTERM. */
  signal: AbortSignal;
  /** What stands after `--` on the command line. */
  args: string[];
}

/** A program of the deck, in its bytes; resolves when the deck's program ends, or at once after `signal`. */
export type DeckProgram = (place: DeckPlace) => Promise<void>;

/** A broker that may be struck: the run started it, and nobody else uses it meanwhile. */
export interface MortalBroker {
  /** Ends it, and starts it again at its ports and on what it has stored; resolves when it answers. */
  restart(how: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** It stands still, its connections open. */
  freeze(): void;
  thaw(): void;
}

export interface GroundOptions {
  /** On a broker that may be struck: then the ground has `broker`. */
  mortal?: boolean;
  /** The place where all who are told nothing meet, on the broker that is up: nothing in it is taken away at the end. */
  common?: boolean;
}

/**
 * Where a style's processes have to run when loopback will not do (network namespaces, or under a launcher), or a place of
 * their own on a broker.
 */
export interface Ground {
  /** What is put before the command of the role's n-th process (0, 1, 2 …), e.g. `ip netns exec a`. */
  prefix(role: string, index: number): string[];
  /** What that process binds. */
  bind(role: string, index: number): string[];
  /** What that process has to know besides what the others' `ready` lines say; where given, it replaces those. */
  connect?(role: string, index: number): string[];
  broker?: MortalBroker;
  /** Of a broker that tells its clients where it is, and would lead them past whatever stands before it: a way round that. */
  behind?(address: string): Promise<Advertised>;
  close(): Promise<void>;
}

/** A way to a broker over which it says to be where it was told to; closed with its ground. */
export interface Advertised {
  host: string;
  port: number;
  /** To be called before the first client comes. */
  says(where: { host: string; port: number }): void;
  close(): Promise<void>;
}
export type OpenGround = (options?: GroundOptions) => Promise<Ground>;

/** For whom something has to exist before the first send. */
export interface SetupPlace {
  /** The broker's addresses, as a role is given them. */
  connect: string[];
  /** The names of the receivers that are to come: where each has a queue of its own, it must stand before the send. */
  receivers: string[];
}

/** Makes what must exist before the first send; what exists already is left as it is. */
export type SetUp = (place: SetupPlace) => Promise<void>;

/** One sentence and what a run has shown of it. */
export interface Finding {
  says: string;
  measured: string;
  holds: boolean;
}

/** What a demonstration has of its surroundings. */
export interface Stage {
  say(line: string): void;
  /** Folder for its drawings; made. */
  out: string;
  signal: AbortSignal;
}

/** A demonstration of a style: it runs the thing, prints what is to be seen, and says what was found. */
export interface Show {
  title: string;
  rows: readonly string[];
  run(stage: Stage): Promise<Finding[]>;
}

/** What the registry knows of a style's folder; each file is loaded when it is asked for. */
export interface StyleFolder {
  style: Style;
  sender: () => Promise<{ openSender: OpenSender }>;
  receiver: () => Promise<{ openReceiver: OpenReceiver }>;
  middle?: () => Promise<{ openMiddle: OpenMiddle }>;
  stranger?: () => Promise<{ openStranger: OpenStranger }>;
  ground?: () => Promise<{ openGround: OpenGround }>;
  setup?: () => Promise<{ setUp: SetUp }>;
  /** Programs by role. */
  deck?: () => Promise<{ deck: Record<string, DeckProgram> }>;
  shows: Record<string, () => Promise<{ show: Show }>>;
}

/** The role of that name, or that plays that part; undefined where the style has none. */
export const roleOf = (style: Style, name: string) =>
  style.roles.find((role) => role.name === name || role.aliases?.includes(name) || role.part === name);
