import type { EvidenceEvent } from '@parley/evidence';
import { canonical, Fatal } from '@parley/faults';
import * as application from './application';
import { idOf } from './names';
import { isGate, timer } from './outsiders';
import type { Guarantee, Host, Layer, Message, NodeInput, Out, Packet, View } from './layer';
import { defaults, type NodeState, type Stack } from './stack';

interface Turn {
  state: NodeState;
  host: Host;
  /** The layer whose view is being changed: those above it still are in the old one and send nothing. */
  viewing: number;
}

const noteOn = ({ state, host }: Turn, event: EvidenceEvent, message: Message, note?: string): void =>
  host.note?.({
    event,
    msg: { id: idOf(state.me.group, message), sender: message.sender, seq: message.n },
    style: state.me.style,
    hop: '',
    channel: state.me.group,
    ...(note !== undefined && { note }),
  });

/** The node of these layers, from the bottom up. */
export const nodeOf = (parts: {
  transport: string;
  layers: readonly Layer[];
  gives: ReadonlySet<Guarantee>;
}): Stack => {
  const { layers } = parts;
  let turn: Turn;

  const toNetwork = (packet: Packet, to: readonly string[] | undefined): void => {
    const { state } = turn;
    const { member } = state.me;
    const { view } = state.top;
    if (to ? to.includes(member) : view.members.includes(member)) state.loop.push(packet);
    const others = to?.filter((name) => name !== member);
    if (others?.length !== 0) state.sends.push(others ? { packet, to: others } : { packet });
  };
  const down = (at: number, packet: Packet, to: readonly string[] | undefined, once: boolean): void => {
    if (at + 1 > turn.viewing) return;
    const layer = layers[at];
    if (!layer) toNetwork(packet, to);
    else if (layer.down) layer.down(turn.state.layers[at], packet, to, once, outs[at]!);
    else down(at - 1, packet, to, once);
  };
  const up = (at: number, packet: Packet, from: string): void => {
    // What the application's side of two nodes says to each other needs only the loss recovery.
    if (packet.over === null && isGate(packet)) return application.gate(actions, packet, from);
    const layer = layers[at];
    if (!layer) application.deliver(actions, packet, from);
    else if (layer.up) layer.up(turn.state.layers[at], packet, from, outs[at]!);
    else up(at + 1, packet, from);
  };
  const changeView = (at: number, view: View): void => {
    const { state } = turn;
    const change = (index: number): void => {
      turn.viewing = index;
      layers[index]!.view?.(state.layers[index], view, outs[index]!);
    };
    for (let below = 0; below < at; below += 1) change(below);
    for (let above = at + 1; above < layers.length; above += 1) change(above);
    turn.viewing = Infinity;
    application.install(actions, view);
  };

  const outs: Out[] = layers.map((_, at) => ({
    now: () => turn.host.now(),
    down: (packet, to, once = false) => down(at - 1, packet, to, once),
    up: (packet, from) => up(at + 1, packet, from),
    timer: (name, ms) => turn.host.timer(`${at}:${name}`, ms),
    cancel: (name) => turn.host.cancel(`${at}:${name}`),
    view: (view) => changeView(at, view),
    block: () => {
      turn.state.top.isBlocked = true;
    },
    out: (view, reason) => application.out(actions, view, reason),
    get noting() {
      return turn.host.note !== undefined;
    },
    note: (event, message, note) => noteOn(turn, event, message, note),
    held: ({ message, by, waitsFor, reason }) =>
      noteOn(turn, 'held', message, JSON.stringify({ by, waitsFor, reason })),
  }));
  const hasLoss = layers[0]?.slot === 'loss';
  const actions: application.Actions = {
    top: () => turn.state.top,
    me: () => turn.state.me,
    settings: () => turn.state.settings,
    host: () => turn.host,
    note: (event, message, note) => noteOn(turn, event, message, note),
    multicast: (packet) => down(layers.length - 1, packet, undefined, false),
    direct: (packet, to) => (hasLoss ? down(0, packet, to, false) : toNetwork(packet, to)),
  };

  const handle = (input: NodeInput): void => {
    const { state, host } = turn;
    if (state.top.isOut) return;
    const each = (act: (layer: Layer, at: number) => void): void => layers.forEach(act);
    if (input.kind === 'packet') {
      if (input.packet.m && host.note) noteOn(turn, 'received', input.packet.m, `from ${input.from}`);
      up(0, input.packet, input.from);
    } else if (input.kind === 'timer') {
      const colon = input.name.indexOf(':');
      const at = Number(input.name.slice(0, colon));
      if (Number.isNaN(at)) timer(actions);
      else layers[at]!.timer?.(state.layers[at], input.name.slice(colon + 1), outs[at]!);
    } else if (input.kind === 'start') {
      application.begin(actions);
      each((layer, at) => layer.begin?.(state.layers[at], outs[at]!));
    } else if (input.kind === 'suspect')
      each((layer, at) => layer.suspect?.(state.layers[at], input.member, outs[at]!));
    else if (input.kind === 'join') {
      application.joining(actions);
      each((layer, at) => layer.join?.(state.layers[at], input.contacts, outs[at]!));
    } else if (input.kind === 'leave') each((layer, at) => layer.leave?.(state.layers[at], outs[at]!));
    else application.command(actions, input);
  };

  const finish = (): void => {
    const { state, host } = turn;
    while (state.loop.length > 0 || state.queue.length > 0) {
      const packet = state.loop.shift();
      if (packet) {
        if (packet.m && host.note) noteOn(turn, 'received', packet.m, `from ${state.me.member}`);
        up(0, packet, state.me.member);
      } else handle(state.queue.shift()!);
    }
    const sends = state.sends.splice(0);
    for (const { packet, to } of sends) host.send(packet, to);
  };

  return {
    name: [parts.transport, ...layers.map(({ name }) => name)].join(','),
    transport: parts.transport,
    layers: layers.map(({ name }) => name),
    gives: parts.gives,
    start: (me, view, settings) => {
      const all = { ...defaults, ...settings };
      const under = new Set<Guarantee>(
        parts.transport === 'udp' || parts.transport === 'simulated' ? [] : ['validity'],
      );
      const states = layers.map((layer) => {
        const state: unknown = layer.start(me, view, all, under);
        for (const guarantee of layer.gives) under.add(guarantee);
        return state;
      });
      const top = application.begun(view);
      return { me, settings: all, layers: states, top, isBusy: false, loop: [], queue: [], sends: [] };
    },
    on: (state, input, host) => {
      if (state.isBusy) {
        state.queue.push(input);
        return;
      }
      if (state.top.isOut && input.kind === 'submit')
        throw new Fatal(`${state.me.process} is out of group ${state.me.group}: it sends nothing`, {
          reason: 'out-of-group',
        });
      const before = turn;
      turn = { state, host, viewing: Infinity };
      state.isBusy = true;
      try {
        handle(input);
        finish();
      } finally {
        state.isBusy = false;
        turn = before;
      }
    },
    digest: (state) => canonical([state.layers, state.top]),
    held: (state) => [
      ...layers.flatMap((layer, at) => layer.held?.(state.layers[at]) ?? []),
      ...application.held(state.top),
    ],
    load: (state) =>
      layers.reduce((sum, layer, at) => sum + (layer.load?.(state.layers[at]) ?? 0), state.top.handed.length),
    view: (state) => state.top.view,
  };
};
