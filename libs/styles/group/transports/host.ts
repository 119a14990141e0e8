import { randomBytes } from 'node:crypto';
import { Retryable, type Fatal } from '@parley/faults';
import { evidenceOn, incarnation, note } from '@parley/evidence';
import { composeStack } from '../stack/compose';
import { fromWire, toWire } from '../stack/wire';
import type { Held, Host, Installed, Message, NodeInput, Settings, View } from '../stack/layer';
import type { Impaired } from './impair';
import { openTransport } from './open';
import type { Take } from './transport';
import { openWire, type Wire } from './wire';

/** Packets that may wait for an acknowledgement before `room` lets wait. */
const mostUnacknowledged = 1500;

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

/**
 * Composes a stack and gives it a transport, a clock and the history of this process: `submitted` is noted before the
 * first packet leaves, `delivered` before the application sees the message. Resolves when it receives. Throws Fatal
 * `senseless` for a combination of layers that makes no sense, `address` for an address that cannot be bound.
 */
export async function openHost(options: HostOptions): Promise<RealHost> {
  const { name, group, settings, impaired } = options;
  const stack = composeStack([...options.stack]);
  const member = options.member ?? name;
  const inc = incarnation() ?? `${process.pid}-${randomBytes(4).toString('hex')}`;
  const timers = new Map<string, NodeJS.Timeout>();
  let view: View = options.view;
  let take: Take = () => undefined;
  let born = options.born ?? '';
  let closing: Promise<void> | undefined;

  const transport = await openTransport(stack.transport, {
    ...(options.bind !== undefined && { bind: options.bind }),
    connect: [...(options.connect ?? [])],
    take: (frame, where) => take(frame, where),
    refused: (error) => options.refused?.(error),
  });

  let [carried, dying] = [0, false];
  const die = (): void => {
    dying = true;
    void wire.handed().then(() => process.kill(process.pid, 'SIGKILL'));
  };

  const waiting: (() => void)[] = [];
  const most = options.window ?? mostUnacknowledged;
  const isFull = (): boolean => !closing && stack.load(state) >= most;
  const on = (input: NodeInput): void => {
    if (closing) return;
    stack.on(state, input, host);
    if (waiting.length > 0 && input.kind !== 'submit' && !isFull()) for (const go of waiting.splice(0)) go();
  };

  const host: Host = {
    now: () => performance.now(),
    send: (packet, to) => {
      if (dying) return;
      if (options.diesAfter === undefined || packet.m === null) return wire.send(toWire(packet), to);
      if (options.diesAfter > 0) wire.send(toWire(packet), to);
      if ((carried += 1) >= options.diesAfter) die();
    },
    timer: (timer, ms) => {
      clearTimeout(timers.get(timer));
      timers.set(
        timer,
        setTimeout(() => {
          timers.delete(timer);
          on({ kind: 'timer', name: timer });
        }, ms),
      );
    },
    cancel: (timer) => {
      clearTimeout(timers.get(timer));
      timers.delete(timer);
    },
    deliver: options.deliver,
    view: (installed) => {
      for (const gone of view.members) if (!installed.members.includes(gone)) transport.forget(gone);
      view = installed;
      options.installed?.(installed);
    },
    out: (reason) => options.out?.(reason),
    state: (body) => options.state?.(body),
    ...(evidenceOn() && { note }),
  };

  const wire: Wire = openWire({
    group,
    name: member,
    transport,
    ...(impaired && { impaired }),
    take: (from, packet) => on({ kind: 'packet', from, packet: fromWire(packet) }),
    heard: (other, isMember, of) => options.greeted?.(other, isMember, of),
    born: () => born,
    isMember: () => view.members.includes(member),
    refused: (error) => options.refused?.(error),
  });
  take = wire.take;
  const state = stack.start({ member, process: name, inc, group, style: stack.name }, options.view, settings);
  on({ kind: 'start' });
  wire.say('asks');

  const close = async (): Promise<void> => {
    for (const timer of timers.values()) clearTimeout(timer);
    for (const go of waiting.splice(0)) go();
    await wire.close();
    await transport.close();
  };
  return {
    address: transport.address,
    member,
    inc,
    on,
    room: async (withinMs) => {
      const until = performance.now() + withinMs;
      while (isFull()) {
        let timer: NodeJS.Timeout;
        const full = () => new Retryable(`no room within ${withinMs} ms`, { detail: { reason: 'full' } });
        await new Promise<void>((resolve, reject) => {
          timer = setTimeout(() => reject(full()), until - performance.now());
          waiting.push(resolve);
        }).finally(() => clearTimeout(timer));
      }
    },
    handed: () => wire.handed(),
    held: () => stack.held(state),
    view: () => view,
    bornIn: (of) => void (born = of),
    ask: () => wire.say('asks'),
    lost: () => transport.lost(),
    close: () => (closing ??= close()),
  };
}
