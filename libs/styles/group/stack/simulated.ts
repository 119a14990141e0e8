import type { Machine } from '@parley/faults';
import { processOf } from './names';
import type { Host, NodeInput, Settings, View } from './layer';
import type { NodeState, Stack } from './stack';

/** An application that answers: when `process` delivers message `<sender>/<n>`, it submits `body`. */
export interface Reply {
  process: string;
  to: string;
  body: string;
}

/** A group in the simulator. */
export interface GroupCase {
  group?: string;
  members: readonly string[];
  settings?: Partial<Settings>;
  replies?: readonly Reply[];
  /** Who is expelled comes back as a new incarnation. */
  rejoin?: boolean;
}

export interface Simulated {
  node: NodeState;
  /** Bodies as the application saw them. */
  delivered: string[];
  views: View[];
  outs: string[];
  /** What the application was given as the state of its first view. */
  given: string | undefined;
}

const nobody: View = { id: 0, members: [] };

/** The machine that runs a stack at every member of a group. */
export const groupMachine = (
  stack: Stack,
  { group = 'g', members, settings, replies = [], rejoin = false }: GroupCase,
): Machine<Simulated, NodeInput> => ({
  start: (member) => {
    const [process, inc = '1'] = member.split('~') as [string, string?];
    const me = { member, process, inc, group, style: stack.name };
    const node = stack.start(me, members.includes(member) ? { id: 1, members } : nobody, settings);
    return { node, delivered: [], views: [], outs: [], given: undefined };
  },
  on: (state, input, machine) => {
    const { me } = state.node;
    const submit = (body: string): void => stack.on(state.node, { kind: 'submit', body }, host);
    const host: Host = {
      now: () => machine.now(),
      send: (packet, to) => machine.send(packet, to),
      timer: (name, ms) => machine.timer(name, ms),
      cancel: (name) => machine.cancel(name),
      note: (evidence) => machine.note(evidence),
      deliver: ({ sender, n, body }) => {
        state.delivered.push(body);
        for (const reply of replies)
          if (reply.process === me.process && reply.to === `${sender}/${n}`) submit(reply.body);
      },
      view: (view) => {
        state.views.push(view);
        const isFirst = view.members[0] === me.member;
        const isOwed = view.fresh.some((member) => member !== me.member);
        if (settings?.stateTransfer && isFirst && isOwed)
          stack.on(
            state.node,
            {
              kind: 'state',
              body: JSON.stringify([...(JSON.parse(state.given ?? '[]') as string[]), ...state.delivered]),
            },
            host,
          );
      },
      state: (body) => {
        state.given = body;
      },
      out: (reason) => {
        state.outs.push(reason);
        if (reason !== 'expelled' || !rejoin) return;
        const contacts = members.filter((member) => processOf(member) !== me.process);
        machine.begin(`${me.process}~${Number(me.inc) + 1}`, [{ kind: 'start' }, { kind: 'join', contacts }]);
      },
    };
    // An application that knows itself out of the group sends no more.
    if (input.kind !== 'submit' || state.outs.length === 0) stack.on(state.node, input as NodeInput, host);
  },
  digest: ({ node, outs }) => stack.digest(node) + outs.join(),
});
