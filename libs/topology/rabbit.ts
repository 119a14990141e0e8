import type { Service } from './processes';

/** One exchange as the broker is asked to declare it. */
export interface ExchangeSpec {
  name: string;
  type: 'fanout' | 'direct';
  durable: boolean;
}

/** One queue as the broker is asked to declare it, with the bindings that must exist before the first send. */
export interface RabbitQueue {
  name: string;
  arguments: Record<string, string | number>;
  bindings: { exchange: string; routingKey: string }[];
}

/** All that must exist on the broker before anybody sends; asserted as one value on a channel of its own. */
export interface RabbitTopology {
  exchanges: ExchangeSpec[];
  queues: RabbitQueue[];
}

/** A queue that a service reads; `owner` serves its dead letters. */
export interface QueueSpec {
  name: string;
  owner: Service;
  deadLetters: string;
  exchange: string;
  routingKey: string;
  message: string;
}

export const exchanges = { milestones: 'milestones', commands: 'commands', dead: 'dead' } as const;

const command = (name: string, owner: Service, message: string): QueueSpec => ({
  name,
  owner,
  deadLetters: `${name}.dead`,
  exchange: exchanges.commands,
  routingKey: name,
  message,
});

const milestones = (owner: Service): QueueSpec => ({
  name: `${owner}.milestones`,
  owner,
  deadLetters: `${owner}.milestones.dead`,
  exchange: exchanges.milestones,
  routingKey: '',
  message: 'parley.fulfilment.v1.Milestone',
});

/** Every queue that a service reads. Each has a dead-letter queue beside it, named in `deadLetters`. */
export const queues: QueueSpec[] = [
  command('payment', 'fulfilment', 'parley.fulfilment.v1.FulfilCommand'),
  command('packing', 'fulfilment', 'parley.fulfilment.v1.FulfilCommand'),
  command('shipping', 'fulfilment', 'parley.fulfilment.v1.FulfilCommand'),
  command('refund', 'fulfilment', 'parley.fulfilment.v1.RefundCommand'),
  command('warehouse.notices', 'inventory', 'parley.inventory.v1.WarehouseNotice'),
  milestones('orders'),
  milestones('notifications'),
];

const live = (queue: QueueSpec): RabbitQueue => ({
  name: queue.name,
  arguments: {
    'x-queue-type': 'quorum',
    // Above the attempts a consumer makes by itself: the broker's own limit is for a message that kills its consumer.
    'x-delivery-limit': 20,
    'x-dead-letter-exchange': exchanges.dead,
    'x-dead-letter-routing-key': queue.deadLetters,
    // The default strategy may lose the letter on its way between two queues; this one needs reject-publish.
    'x-dead-letter-strategy': 'at-least-once',
    'x-overflow': 'reject-publish',
  },
  bindings: [{ exchange: queue.exchange, routingKey: queue.routingKey }],
});

const dead = (queue: QueueSpec): RabbitQueue => ({
  name: queue.deadLetters,
  // Looking at a letter counts as a delivery. RabbitMQ 4 has a default limit of 20, and -1 is refused by 3.x.
  arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': 1_000_000 },
  bindings: [{ exchange: exchanges.dead, routingKey: queue.deadLetters }],
});

/** Exchanges, queues and bindings as one value. Durable throughout: the style is persistent. */
export const rabbitTopology: RabbitTopology = {
  exchanges: [
    { name: exchanges.milestones, type: 'fanout', durable: true },
    { name: exchanges.commands, type: 'direct', durable: true },
    { name: exchanges.dead, type: 'direct', durable: true },
  ],
  queues: [...queues.map(live), ...queues.map(dead)],
};

/**
 * The names of the queues that a publish reaches, in the order they are declared in; empty when it is unroutable.
 * A fan-out ignores the routing key.
 */
export const queuesReached = (
  exchange: string,
  routingKey: string,
  topology: RabbitTopology = rabbitTopology,
): string[] => {
  const fanout = topology.exchanges.some((each) => each.name === exchange && each.type === 'fanout');
  return topology.queues
    .filter((queue) => queue.bindings.some((b) => b.exchange === exchange && (fanout || b.routingKey === routingKey)))
    .map((queue) => queue.name);
};
