import { randomOf, type Fault, type Machine, type Plan, type Weather } from '@parley/faults';
import { idOf } from '../stack/names';
import type { Host, NodeInput } from '../stack/layer';
import type { NodeState, Stack } from '../stack/stack';
import { execute, newReplica, request, type Command, type Replica } from './replica';
import type { Service } from './service';

/** A client asks its replica for something; the draw says what, where the state allows several things. */
export type Input = NodeInput | { kind: 'client'; turn: number; draw: number };

export interface SimulatedReplica {
  node: NodeState;
  replica: Replica;
}

export const replicas = ['p1', 'p2', 'p3'];
export const channel = 'g';

/** A replica of the service over a stack at each member of a simulated group; what it shows is noted with `processed`. */
export const replicaMachine = (
  service: Service,
  stack: Stack,
  members: readonly string[] = replicas,
): Machine<SimulatedReplica, Input> => ({
  start: (member) => {
    const me = { member, process: member, inc: '1', group: channel, style: stack.name };
    return { node: stack.start(me, { id: 1, members }), replica: newReplica(service, member) };
  },
  on: ({ node, replica }, input, machine) => {
    const host: Host = {
      now: () => machine.now(),
      send: (packet, to) => machine.send(packet, to),
      timer: (name, ms) => machine.timer(name, ms),
      cancel: (name) => machine.cancel(name),
      note: (evidence) => machine.note(evidence),
      deliver: (message) => {
        const command = JSON.parse(message.body) as Command;
        const view = execute(service, replica, command);
        const msg = { id: idOf(channel, message), sender: message.sender, seq: message.n };
        const note = JSON.stringify({ ...command, view });
        machine.note({ event: 'processed', msg, style: stack.name, hop: '', channel, note });
      },
    };
    if (input.kind !== 'client') return stack.on(node, input as NodeInput, host);
    const command = request(service, replica, String(input.turn), input.draw);
    stack.on(node, { kind: 'submit', body: JSON.stringify(command) }, host);
  },
  digest: ({ node, replica }) => stack.digest(node) + JSON.stringify(replica),
});

/** So many requests of clients of all replicas, within 80 ms, from the seed. Virtual milliseconds. */
export const planOf = (
  seed: number,
  {
    turns = 8,
    weather = {},
    faults = [],
  }: { turns?: number; weather?: Partial<Weather>; faults?: readonly Fault[] } = {},
): Plan<Input> => {
  const random = randomOf(seed, 'clients');
  const asked = Array.from({ length: turns }, () => 5 + random() * 75).sort((a, b) => a - b);
  return {
    seed,
    processes: replicas,
    channel,
    weather: { delay: [1, 60], loss: 0, duplicates: 0, until: 0, ...weather },
    script: [
      ...replicas.map((process) => ({ at: 0, process, input: { kind: 'start' as const } })),
      ...asked.map((at, turn) => ({
        at,
        process: replicas[Math.floor(random() * replicas.length)]!,
        input: { kind: 'client' as const, turn, draw: random() },
      })),
    ],
    faults,
    quiet: 1500,
  };
};
