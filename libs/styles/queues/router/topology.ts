import type { ContentType } from '@parley/marshalling';
import type { RabbitTopology } from '@parley/topology';
import { withDeadLetters } from '../declared';

const named = (name: string): string => `parley.router.${name}`;

/** What a host puts its messages into, and what it takes messages from; the routing key is the host that one is for. */
export const hosts = {
  a: { send: named('a.send'), receive: named('a.receive') },
  b: { send: named('b.send'), receive: named('b.receive') },
} as const;

/** From router to router. */
const onward = { a: named('to.a'), b: named('to.b') };

/** Host A's broker is near, host B's is far. */
export type Side = 'near' | 'far';

/** One of the ways of a router: from which queue, to which, by the host that a message is for; and in which format. */
export interface Hop {
  takes: string;
  from: Side;
  to: Side;
  passes: Record<string, { queue: string; as?: ContentType }>;
}

/** Router B is a gateway too: host B reads XML only, host A JSON only. */
export const routers: Record<string, Hop[]> = {
  'router-a': [
    { takes: hosts.a.send, from: 'near', to: 'near', passes: { b: { queue: onward.b } } },
    { takes: onward.a, from: 'near', to: 'near', passes: { a: { queue: hosts.a.receive } } },
  ],
  'router-b': [
    { takes: onward.b, from: 'near', to: 'far', passes: { b: { queue: hosts.b.receive, as: 'application/xml' } } },
    { takes: hosts.b.send, from: 'far', to: 'near', passes: { a: { queue: onward.a, as: 'application/json' } } },
  ],
};

/** A copy of all that went over a hop, on the broker that it went to. */
export const logOf = ({ takes }: Hop): string => `${takes}.log`;

/** What a log keeps: the newest, so many messages and so many bytes at most. */
const newest = { 'x-max-length': 10_000, 'x-max-length-bytes': 32 * 1024 * 1024 };

// What is put through an exchange keeps the routing key that its sender gave it.
const reached = (name: string): RabbitTopology => {
  const [live, dead] = withDeadLetters(name);
  const bindings = [{ exchange: name, routingKey: '' }];
  return { exchanges: [{ name, type: 'fanout', durable: true }], queues: [{ ...live!, bindings }, dead!] };
};

const brokers: Record<Side, string[]> = {
  near: [hosts.a.send, hosts.a.receive, onward.a, onward.b],
  far: [hosts.b.send, hosts.b.receive],
};

/** All that has to be there on one of the brokers. */
export const topologyOn = (side: Side): RabbitTopology => {
  const all = brokers[side].map(reached);
  const hops = Object.values(routers).flat();
  const logs = hops
    .filter(({ to }) => to === side)
    .map((hop) => ({ name: logOf(hop), arguments: newest, bindings: [] }));
  return {
    exchanges: all.flatMap(({ exchanges }) => exchanges),
    queues: [...all.flatMap(({ queues }) => queues), ...logs],
  };
};
