import type { Fatal } from '@parley/faults';
import type { Held, Installed, Message, NodeInput, Settings, View } from '../stack/layer';
import type { Impaired } from './impair';

/** What the application hears. Each is called once the event has been noted; none may throw. */
export interface Heard {
  deliver(message: Message): void;
  /** A new membership. */
  installed?(view: Installed): void;
  /** Expelled, or left as asked. */
  out?(reason: string): void;
  /** The state that the first member gave to this one, which has just joined. */
  state?(body: string): void;
  /** Somebody said that it is there; whether as a member, and of which making of the group. */
  greeted?(name: string, isMember: boolean, born: string): void;
  /** Input that was thrown away. */
  refused?(error: Fatal): void;
}

export interface HostOptions extends Heard {
  /** The process; its first incarnation is called so in the protocols too. */
  name: string;
  /** What this incarnation is called in the protocols, where it is not the first of its process. */
  member?: string;
  group: string;
  /** Names of layers, the transport’s among them. */
  stack: readonly string[];
  /** What it binds; without it, it is no member, and sends to `connect`. */
  bind?: string;
  /** The group’s address, or processes of it that are known. */
  connect?: readonly string[];
  /** The membership at the start; id 0 and nobody, where it is not in the group. */
  view: View;
  settings?: Partial<Settings>;
  impaired?: Impaired;
  /** Kills this process with SIGKILL when so many packets with a message have left it: the sender that dies half-way. */
  diesAfter?: number;
  /** Packets that may wait for an acknowledgement before `room` makes wait; 1500. */
  window?: number;
  /** Which making of the group this is: one that is made again, when all its members are gone, is another group. */
  born?: string;
}

/** A composed stack in this process, driven by real time and sockets. */
export interface RealHost {
  address: string;
  member: string;
  inc: string;
  /** Lets something happen to the stack; what it does has been handed to the transport by the end of the turn. */
  on(input: NodeInput): void;
  /** Resolves when not too many packets wait for others’ acknowledgement; Retryable where they still do after so many ms. */
  room(withinMs: number): Promise<void>;
  /** Resolves when the transport has all that was sent so far, or has refused it. */
  handed(): Promise<void>;
  /** What has been received and waits for others. */
  held(): Held[];
  /** The membership as it was noted last. */
  view(): View;
  /** Says which making of the group it is in, where it was not known at the start. */
  bornIn(born: string): void;
  /** Asks who is there; who is says so (`greeted`). */
  ask(): void;
  /** Of all: frames that the transport could not hand over. */
  lost(): number;
  /** What was sent goes out; then nothing happens any more, as if the process had ended. Twice is once. */
  close(): Promise<void>;
}
