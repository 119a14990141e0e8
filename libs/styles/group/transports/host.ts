import { randomBytes } from 'node:crypto';
import { Retryable } from '@parley/faults';
import { evidenceOn, incarnation, note } from '@parley/evidence';
import { composeStack } from '../stack/compose';
import { fromWire, toWire } from '../stack/wire';
import type { Host, NodeInput, View } from '../stack/layer';
import { openTransport } from './open';
import type { HostOptions, RealHost } from './real-host';
import type { Take } from './transport';
import { openWire, type Wire } from './wire';

/** Packets that may wait for an acknowledgement before `room` lets wait. */
const mostUnacknowledged = 1500;

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
