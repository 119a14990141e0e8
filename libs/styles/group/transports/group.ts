import { randomBytes } from 'node:crypto';
import type { Fatal } from '@parley/faults';
import type { Held, Installed, Message, Settings, View } from '../stack/layer';
import { processOf } from '../stack/names';
import { bodyOf, destroyed, within } from './body';
import { openHost } from './host';
import type { Impaired } from './impair';
import type { RealHost } from './real-host';

/** What a member has of a message. */
export interface Delivered {
  sender: string;
  inc: string;
  /** 1, 2, 3 … of that sender’s incarnation. */
  n: number;
  body: string | Buffer;
}

export interface GroupOptions {
  /** The group’s address, `udp://239.77.6.1:7706/127.0.0.1`; in a mesh what this process binds. */
  address: string;
  /** In a mesh: addresses of processes that are in it. */
  connect?: readonly string[];
  /** The process. */
  name: string;
  /** Which group it is: several may share an address. */
  group?: string;
  /** Names of layers: `['udp', 'nack', 'relay', 'views', 'causal']`. */
  stack: readonly string[];
  /** A membership that all members begin with, this process among them; else it begins alone, or joins. */
  members?: readonly string[];
  settings?: Partial<Settings>;
  impaired?: Impaired;
  /** Kills this process with SIGKILL when so many packets with a message have left it: the sender that dies half-way. */
  diesAfter?: number;
  /** Packets that may wait for an acknowledgement before `send` waits; 1500. */
  window?: number;
  /** How long joining and leaving may take, in ms; 5000. */
  deadlineMs?: number;
  /** The application’s state for one that joins, and what it does with the one that it is given. */
  state?: { give(): string; take(state: string): void };
  /** Called with each message; without it `receive` gives them, one by one. */
  deliver?(message: Delivered): void;
  view?(view: Installed): void;
  /** Somebody said that it is there; whether as a member, and of which making of the group. */
  greeted?(name: string, isMember: boolean, born: string): void;
  refused?(error: Fatal): void;
}

/** A group as one of its processes has it, or a sender outside. */
export interface Group {
  name: string;
  address: string;
  host: RealHost;
  options: GroupOptions;
  /** Members’ names as the processes are called, first the oldest; empty for a sender outside. */
  view(): View;
  /** The queue between receipt and delivery: what waits, and for what. */
  heldBack(): Held[];
  /** Resolves when this process is no member any more, with the reason. */
  left: Promise<string>;
  next(withinMs: number): Promise<Delivered>;
  close(): Promise<void>;
}

/** What is particular to how a process takes part. */
export interface Start {
  view: View;
  member: string;
  bind?: string;
  born?: string;
  greeted?: (name: string, isMember: boolean, born: string) => void;
  installed?: (view: Installed) => void;
}

/** Starts a stack in this process; everything that the functions of the group have in common. */
export async function openGroup(options: GroupOptions, start: Start): Promise<Group> {
  const { name, group = 'group', stack, settings, impaired, diesAfter, window } = options;
  const waiting: Delivered[] = [];
  const takers: ((message: Delivered) => void)[] = [];
  let gone: (reason: string) => void = () => undefined;
  const left = new Promise<string>((resolve) => (gone = resolve));

  const deliver = ({ sender, inc, n, body }: Message): void => {
    if (body === destroyed) return void setImmediate(() => gone('destroyed'));
    const message = { sender: processOf(sender), inc, n, body: bodyOf(body) };
    if (options.deliver) return options.deliver(message);
    const taker = takers.shift();
    if (taker) taker(message);
    else waiting.push(message);
  };
  const installed = (view: Installed): void => {
    if (options.state && view.fresh.length > 0 && view.members[0] === host.member)
      host.on({ kind: 'state', body: options.state.give() });
    start.installed?.(view);
    options.view?.(view);
  };
  const host: RealHost = await openHost({
    name,
    group,
    stack,
    member: start.member,
    view: start.view,
    ...(start.bind !== undefined && { bind: start.bind }),
    ...(start.born !== undefined && { born: start.born }),
    greeted: (other, isMember, born) => {
      start.greeted?.(other, isMember, born);
      options.greeted?.(processOf(other), isMember, born);
    },
    ...(settings && { settings }),
    ...(impaired && { impaired }),
    ...(diesAfter !== undefined && { diesAfter }),
    ...(window !== undefined && { window }),
    connect: options.connect?.length ? options.connect : start.bind === undefined ? [options.address] : [],
    deliver,
    installed,
    state: (body) => options.state?.take(body),
    out: gone,
    refused: (error) => options.refused?.(error),
  });
  return {
    name: group,
    address: host.address,
    host,
    options,
    view: () => {
      const { id, members } = host.view();
      return { id, members: members.map(processOf) };
    },
    heldBack: () => host.held(),
    left,
    next: (withinMs) => {
      const first = waiting.shift();
      if (first) return Promise.resolve(first);
      let taker: (message: Delivered) => void = () => undefined;
      const coming = new Promise<Delivered>((resolve) => takers.push((taker = resolve)));
      return within(coming, 'nothing was delivered', withinMs).catch((error) => {
        takers.splice(takers.indexOf(taker), 1);
        throw error;
      });
    },
    close: host.close,
  };
}

/** What this incarnation is called in the protocols: another name each time, as a process that comes again is another one. */
export const newMember = (name: string): string => `${name}~${randomBytes(3).toString('hex')}`;
